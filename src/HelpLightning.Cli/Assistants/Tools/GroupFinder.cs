using System.Globalization;
using HelpLightning.Cli.Lookup;
using HelpLightning.Client;

namespace HelpLightning.Cli.Assistants.Tools;

/// <summary>The group that an assistant means, by id or name.</summary>
internal static class GroupFinder
{
    private const int MostShown = 8;
    private const int MostRead = 2_000;

    public static Parameter Parameter(string meaning, bool isRequired = false) =>
        new("group", "string", $"{meaning}: group id, or its whole name") { IsRequired = isRequired };

    public static async Task<Group> FindAsync(ToolCall call, string text, CancellationToken cancellation)
    {
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long id))
        {
            return await call.Client.Groups.GetAsync(id, cancellation);
        }

        PagedList<Group> groups = call.Client.Groups.ListAsync(
            options: new ListOptions { PageSize = 100, Limit = MostRead }, cancellationToken: cancellation);
        (IReadOnlyList<Group> near, IReadOnlyList<Group> same) =
            await NameMatches<Group>.FindAsync(groups, static group => group.Name, text, cancellation);
        return same.Count == 1 ? same[0]
            : near.Count == 0 ? throw new ToolRefusal("No group of this site has such a name. list_groups shows them.")
            : throw new ToolRefusal(
                same.Count > 1
                    ? "Several groups have this name. Give the id of the one that is meant."
                    : "No group has just this name. Give the id of the one that is meant, if it is one of these.",
                [.. (same.Count > 1 ? same : near).Take(MostShown).Select(group => SiteShapes.Group.Row(group, call.Now))]);
    }
}
