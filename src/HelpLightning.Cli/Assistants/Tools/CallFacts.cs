using System.Globalization;
using HelpLightning.Calls;
using HelpLightning.Cli.Assistants.Answers;
using HelpLightning.Client;

namespace HelpLightning.Cli.Assistants.Tools;

/// <summary>What is known of a call beyond what the API says in so many words.</summary>
internal static class CallFacts
{
    private const int LongestName = 50;

    /// <summary>It has ended, and otherwise than a call that people had.</summary>
    public static bool IsUnanswered(Call call) => CallOutcome.IsAnswered(call.EndReason) is false;

    public static string? Outcome(Call call) =>
        CallOutcome.IsAnswered(call.EndReason) switch
        {
            true => "answered",
            false => "unanswered",
            null => call.EndedAt is null ? "running" : null,
        };

    public static bool Concerns(Call call, long person) =>
        call.DialerId == person || call.ReceiverId == person || call.Participants.Any(p => p.Id == person);

    /// <summary>All who were in it or were called, each once.</summary>
    public static IEnumerable<(long? Id, string? Name)> People(Call call) =>
        call.Participants.Select(static p => (p.Id, p.Name))
            .Append((call.DialerId ?? call.Dialer?.Id, call.DialerName ?? call.Dialer?.Name))
            .Append((call.ReceiverId ?? call.Receiver?.Id, call.ReceiverName ?? call.Receiver?.Name))
            .Where(static p => p.Item1 is not null || p.Item2 is { Length: > 0 })
            .DistinctBy(static p => (object?)p.Item1 ?? p.Item2);

    /// <summary>The name is cut before ours is added: a long one must not push out that its owner is a guest.</summary>
    public static string NameOf(CallPerson person)
    {
        string name = SiteText.Of(person.Name ?? "", LongestName);
        return person switch
        {
            { IsGroup: true } => $"{name} (group)",
            { Id: { } id, IsAnonymous: not true } => string.Create(CultureInfo.InvariantCulture, $"{name} ({id})"),
            _ => $"{name} (guest)",
        };
    }
}
