using System.CommandLine;
using System.Globalization;
using HelpLightning.Cli.Calling;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Hosting;
using HelpLightning.Client;

namespace HelpLightning.Cli.Lookup;

/// <summary>Something of the site that people know by its name and the API by its number: a group, a workspace.</summary>
/// <param name="kind">What it is called: <c>group</c>.</param>
/// <param name="list">All of them.</param>
/// <param name="id">Its number.</param>
/// <param name="name">Its name.</param>
internal sealed class NamedThing<T>(
    string kind, Func<EnterpriseClient, ListOptions, PagedList<T>> list, Func<T, long> id, Func<T, string?> name)
{
    private const int PageSize = 100;
    private const int MostShown = 5;

    public Argument<string> Argument() => new(kind.ToUpperInvariant())
    {
        Description = $"Its name, or the number that hl {kind}s list shows",
    };

    /// <summary>The number of what was typed, which the API is asked for when it is a name.</summary>
    public async Task<long> FindAsync(EnterpriseClient client, string typed, Host host, CancellationToken cancellation)
    {
        string text = typed.Trim();
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number))
        {
            return number;
        }

        IReadOnlyList<T> near;
        IReadOnlyList<T> same;
        try
        {
            (near, same) = await NameMatches<T>.FindAsync(
                list(client, new ListOptions { PageSize = PageSize }), name, text, cancellation);
        }
        catch (WithheldCall)
        {
            WithheldCall.SayRest(host, $"hl looks for the {kind} of this name, and then asks for what you want of it");
            throw;
        }

        return same.Count switch
        {
            1 => id(same[0]),
            0 => throw new CommandException(ExitCode.Refused, near.Count == 0
                ? $"There is no {kind} {text}. To see them all: hl {kind}s list --all"
                : $"There is no {kind} {text}. Did you mean {Words(near)}?"),
            _ => throw new CommandException(
                ExitCode.Refused, $"There are {same.Count} {kind}s {text}: give the number of one of {Words(same)}."),
        };
    }

    private string Words(IReadOnlyList<T> things) =>
        string.Join(
            ", ", things.Take(MostShown).Select(thing => string.Create(CultureInfo.InvariantCulture, $"{name(thing)} ({id(thing)})")));
}
