using System.CommandLine;
using System.Globalization;
using HelpLightning.Cli.Actions;
using HelpLightning.Cli.Syntax;
using HelpLightning.Client;

namespace HelpLightning.Cli.Filters;

/// <summary>Which calls.</summary>
internal sealed class CallFilterFlags
{
    private readonly Option<string?> _since = new("--since")
    {
        HelpName = TimeParser.HelpName,
        Description = "Begun since: 7d, 24h, 2026-11-01, 2026-11-01T08:00Z",
    };

    private readonly Option<string?> _until = new("--until") { HelpName = TimeParser.HelpName, Description = "Begun before" };
    private readonly Option<string[]> _tags = new("--tag")
    {
        HelpName = "NAME",
        Description = "With this tag; given several times, with any of them",
    };

    private readonly Option<string?> _person = new("--person")
    {
        HelpName = "WHO",
        Description = "In which this person took part: e-mail address or user id",
    };

    private readonly Option<bool?> _hasAttachments = new("--has-attachments")
    {
        HelpName = "true|false",
        Description = "With recordings, captures or files, or without",
    };

    private readonly Option<string?> _raw = new("--filter")
    {
        HelpName = "CONDITION",
        Description = "A condition in the API's own form, such as tag.name=Repair",
    };

    public void AddTo(Command command)
    {
        foreach (Option option in (ReadOnlySpan<Option>)[_since, _until, _tags, _person, _hasAttachments, _raw])
        {
            command.Add(option);
        }
    }

    public bool CountsFromNow(ParseResult parsed) => TimeParser.IsAgo(parsed.GetValue(_since)) || TimeParser.IsAgo(parsed.GetValue(_until));

    /// <param name="parsed">The command line.</param>
    /// <param name="now">What so long ago counts from.</param>
    /// <param name="list">The calls with a condition of the API.</param>
    /// <param name="listSince">The calls since a time, which is a route of its own without conditions; null where there is none.</param>
    public Selection<Call> Select(
        ParseResult parsed, DateTimeOffset now, Func<CallFilter?, PagedList<Call>> list,
        Func<DateTimeOffset, PagedList<Call>>? listSince)
    {
        Conditions<Call, CallFilter> conditions = new(parsed.GetValue(_raw) is { } raw ? CallFilter.Raw(raw) : null);
        string[] tags = parsed.GetValue(_tags) ?? [];
        DateTimeOffset? since = parsed.GetValue(_since) is { } from ? TimeParser.Parse(from, "--since", now) : null;
        bool asksSince = since is not null && listSince is not null && conditions.Remote is null;
        if (tags.Length > 0)
        {
            bool HasTag(Call call) => call.Tags.Any(tag => tags.Contains(tag.Name, StringComparer.OrdinalIgnoreCase));
            if (asksSince)
            {
                conditions.Add(HasTag);
            }
            else
            {
                if (tags.Length > 1)
                {
                    TagNames.RequireNoComma(tags);
                }

                conditions.Add(CallFilter.TagName.In(tags), HasTag);
            }
        }

        AddLocal(parsed, conditions, since, now);
        return new Selection<Call>(asksSince ? listSince!(since!.Value) : list(conditions.Remote), conditions.Local);
    }

    private void AddLocal(ParseResult parsed, Conditions<Call, CallFilter> conditions, DateTimeOffset? since, DateTimeOffset now)
    {
        if (since is { } begin)
        {
            conditions.Add(call => call.StartedAt >= begin);
        }

        if (parsed.GetValue(_until) is { } until)
        {
            DateTimeOffset end = TimeParser.Parse(until, "--until", now);
            TimeParser.RequireOrder(since, end);
            conditions.Add(call => call.StartedAt < end);
        }

        if (parsed.GetValue(_person) is { } person)
        {
            conditions.Add(call => Took(call, person));
        }

        if (parsed.GetValue(_hasAttachments) is { } wanted)
        {
            conditions.Add(call => (call.HasAttachments ?? false) == wanted);
        }
    }

    private static bool Took(Call call, string person) =>
        long.TryParse(person, NumberStyles.None, CultureInfo.InvariantCulture, out long id)
            ? call.DialerId == id || call.ReceiverId == id || call.Participants.Any(p => p.Id == id)
            : call.Participants.Append(call.Dialer).Append(call.Receiver)
                .Any(p => string.Equals(p?.Email, person, StringComparison.OrdinalIgnoreCase));
}
