using System.Globalization;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Overview.Counting;

namespace HelpLightning.Cli.Overview.Reading;

/// <summary>The calls of exports, each once, with who took part and which groups they count for.</summary>
/// <param name="place">Where the exports lie.</param>
internal sealed class ExportedCalls(ExportPlace place)
{
    private readonly Dictionary<long, string> _groupNames = [];
    private readonly Dictionary<long, List<string>> _groupsOfPeople = [];

    /// <summary>Does every export tell who took part? Known when all calls were read.</summary>
    public bool KnowsParticipants { get; private set; } = true;

    /// <summary>The name of a group that was typed, or whose number was.</summary>
    public string GroupName(string typed)
    {
        ReadGroups();
        string text = typed.Trim();
        string[] same = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long id)
            ? _groupNames.TryGetValue(id, out string? found) ? [found] : []
            : [.. _groupNames.Values.Where(name => name.Trim().Equals(text, StringComparison.OrdinalIgnoreCase)).Distinct()];
        return same.Length == 1
            ? same[0]
            : throw new CommandException(ExitCode.Refused, same.Length == 0
                ? $"The export knows no group {text}. Its table pods has them all."
                : $"The export knows {same.Length} groups {text}: give the number of one, as its table pods has it.");
    }

    public IEnumerable<OverviewCall> Read()
    {
        ReadGroups();

        // A row that comes twice is that of the newer export. The oldest one's ids are only looked up, so most are never kept.
        HashSet<string> seen = [];
        for (int i = 0; i < place.Results.Count; i++)
        {
            bool isLast = i == place.Results.Count - 1;
            using ExportRows rows = ExportPlace.Open(place.Results[i]);
            foreach (OverviewCall call in WithPeople(rows))
            {
                if (isLast ? !seen.Contains(call.Id) : seen.Add(call.Id))
                {
                    yield return call.DialerId is { } dialer && _groupsOfPeople.TryGetValue(dialer, out List<string>? groups)
                        ? call with { Groups = groups }
                        : call;
                }
            }
        }
    }

    /// <summary>Two tables in step, so that neither is kept.</summary>
    private IEnumerable<OverviewCall> WithPeople(ExportRows rows)
    {
        if (rows.Members() is not { } members)
        {
            KnowsParticipants = false;
            foreach (OverviewCall call in rows.Calls())
            {
                yield return call;
            }

            yield break;
        }

        using IEnumerator<(string Call, long? User)> next = members.GetEnumerator();
        bool hasNext = next.MoveNext();
        foreach (OverviewCall call in rows.Calls())
        {
            List<long> people = [];
            int tookPart = 0;
            while (hasNext && next.Current.Call == call.Id)
            {
                tookPart++;
                if (next.Current.User is { } id)
                {
                    people.Add(id);
                }

                hasNext = next.MoveNext();
            }

            yield return call with { People = people, TookPart = tookPart };
        }

        if (hasNext)
        {
            throw CommandException.Configuration(
                "The tables calls and calls_users of the export are not in the same order: somebody sorted or changed one of them. "
                + "Take them as hl export wrote them.");
        }
    }

    /// <summary>Of a group that several exports have, the newest one's people count.</summary>
    private void ReadGroups()
    {
        if (_groupNames.Count > 0)
        {
            return;
        }

        foreach (string result in place.Results)
        {
            using ExportRows rows = ExportPlace.Open(result);
            Dictionary<long, ExportedGroup> isNew = rows.Groups().Where(group => !_groupNames.ContainsKey(group.Id))
                .DistinctBy(static group => group.Id).ToDictionary(static group => group.Id);
            foreach ((long group, long user) in rows.GroupMembers())
            {
                if (isNew.TryGetValue(group, out ExportedGroup known) && !known.HasEverybody)
                {
                    if (!_groupsOfPeople.TryGetValue(user, out List<string>? groups))
                    {
                        _groupsOfPeople[user] = groups = [];
                    }

                    if (!groups.Contains(known.Name))
                    {
                        groups.Add(known.Name);
                    }
                }
            }

            foreach (ExportedGroup group in isNew.Values)
            {
                _groupNames[group.Id] = group.Name;
            }
        }
    }
}
