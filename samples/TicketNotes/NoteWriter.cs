using System.Globalization;
using HelpLightning.Client;
using Microsoft.Extensions.Options;

namespace TicketNotes;

/// <summary>Words notes, and gives each its key: the same for the same call or attachment, whoever writes it and how often.</summary>
internal sealed class NoteWriter(IOptions<TicketOptions> options)
{
    public static string KeyOf(Call call) => $"call-{call.Id}";

    public static string KeyOf(Attachment attachment) => string.Create(CultureInfo.InvariantCulture, $"attachment-{attachment.Id}");

    public Note Write(Call call)
    {
        List<string> lines = [$"Call of {string.Join(", ", PeopleIn(call).Distinct())}"];
        List<string> facts = [];
        if (call.StartedAt is { } start)
        {
            facts.Add(start.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture));
        }

        if (call.Duration is { } length)
        {
            facts.Add(string.Create(CultureInfo.InvariantCulture, $"{(long)length.TotalMinutes} min {length.Seconds} s"));
        }

        if (call.EndReason is { } reason)
        {
            facts.Add(reason);
        }

        lines.Add(string.Join(", ", facts));
        lines.Add("Tags: " + string.Join(", ", call.Tags.Select(static tag => tag.Name)));
        return new Note(string.Join('\n', lines), PageOf(call));
    }

    public Note Write(Attachment attachment, Call call)
    {
        string name = string.IsNullOrWhiteSpace(attachment.Name) ? "An attachment without a name" : attachment.Name;
        return new Note($"{name} ({attachment.MimeType ?? "unknown type"}) was added to the call", PageOf(call));
    }

    /// <summary>A signed address of the file would expire, and let in whoever reads the ticket; this page asks who is there.</summary>
    private Uri PageOf(Call call) =>
        new(options.Value.CallPage.Replace("{call}", Uri.EscapeDataString(call.Id.Value), StringComparison.Ordinal));

    /// <summary>Who called, who was called, then who else took part.</summary>
    private static IEnumerable<string> PeopleIn(Call call) =>
        new[] { call.DialerName, call.ReceiverName }
            .Concat(call.Participants.Select(static person => person.Name))
            .Select(static name => name ?? "")
            .Where(static name => name.Length > 0);
}
