using System.Globalization;
using HelpLightning.Client;

namespace HelpLightning.Cli.Assistants.Tools;

/// <summary>Counts calls into those of a day, a week, a person and so on.</summary>
/// <param name="by">What the keys are; one of <see cref="Kinds"/>.</param>
internal sealed class CallTally(string by)
{
    public static readonly IReadOnlyList<string> Kinds = ["day", "week", "month", "person", "group", "tag"];

    private readonly Dictionary<string, CallCount> _counts = new(StringComparer.Ordinal);

    public CallCount Total { get; } = new("total", null);

    /// <summary>Days and weeks in their order, people and others by how many calls.</summary>
    public IEnumerable<CallCount> Counts => IsOfTime
        ? _counts.Values.OrderBy(static c => c.Key, StringComparer.Ordinal)
        : _counts.Values.OrderByDescending(static c => c.Calls).ThenBy(static c => c.Key, StringComparer.Ordinal);

    public bool IsOfTime => by is "day" or "week" or "month";

    public void Add(Call call)
    {
        Total.Add(call);
        foreach ((string key, long? id) in Keys(call))
        {
            string unique = id is { } number ? number.ToString(CultureInfo.InvariantCulture) : key;
            if (!_counts.TryGetValue(unique, out CallCount? count))
            {
                _counts[unique] = count = new CallCount(key, id);
            }

            count.Add(call);
        }
    }

    private IEnumerable<(string Key, long? Id)> Keys(Call call) => by switch
    {
        "person" => CallFacts.People(call).Select(static p => (p.Name ?? "(no name)", p.Id)),
        "group" => call.Groups.Select(static g => (g.Name ?? "(no name)", g.Id)).Distinct(),
        "tag" => call.Tags.Select(static t => (t.Name ?? "(no name)", (long?)null)).Distinct(),
        _ when call.StartedAt is { } start => [(Period(start.UtcDateTime), null)],
        _ => [("(time not known)", null)],
    };

    private string Period(DateTime start) => by switch
    {
        "day" => start.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        "month" => start.ToString("yyyy-MM", CultureInfo.InvariantCulture),
        _ => string.Create(CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(start)}-W{ISOWeek.GetWeekOfYear(start):00}"),
    };
}
