using System.CommandLine;
using HelpLightning.Cli.Actions;
using HelpLightning.Cli.Calling;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Shapes;
using HelpLightning.Cli.Syntax;
using HelpLightning.Client;

namespace HelpLightning.Cli.Commands;

/// <summary><c>hl contacts</c>.</summary>
internal static class ContactCommands
{
    private const string Everywhere = "everywhere";
    private const int LongestTerm = 255;

    private static readonly string[] Places = ["directory", "personal", "team", Everywhere];

    public static Command Build(Host host) => new HlCommand("contacts", "Finding people and groups to call; a person's favourites",
        "hl contacts search ann",
        "hl contacts search pump --as ann@example.com --in team",
        "hl contacts favorites list --as ann@example.com")
    {
        Search(host), Groups(host), FavoriteCommands.Build(host),
    };

    public static Argument<string?> Term() => new("TERM")
    {
        Description = "What to look for; all when it is left out",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static HlCommand Search(Host host)
    {
        Argument<string?> term = Term();
        Option<string?> place = new("--in")
        {
            HelpName = string.Join('|', Places),
            Description = "Where to look [default: everywhere; with --as, the directory of that person's site]",
        };
        place.CompletionSources.Add(Places);
        return ListAction.Attach(
            new HlCommand("search", "Search people: in all of Help Lightning, or as a person sees them",
                "hl contacts search ann",
                "hl contacts search --as ann@example.com --in personal --all")
            {
                term, place,
            },
            host, ContactShape.Person, ActingAs.SiteOrPerson,
            (parsed, session, options) => Find(session, parsed.GetValue(place), ReadTerm(parsed.GetValue(term)), options));
    }

    private static PagedList<Contact> Find(ApiSession session, string? place, string? term, ListOptions options)
    {
        if (place is not null && !Places.Contains(place))
        {
            throw CommandException.Usage(
                $"--in wants {string.Join(", ", Places[..^1])} or {Everywhere}. Groups on call: hl contacts groups");
        }

        if ((place ?? (session.ActsForPerson ? null : Everywhere)) == Everywhere)
        {
            string wanted = term ?? throw CommandException.Usage("TERM is missing: all of Help Lightning can be searched, but not listed.");
            return new OneAnswer<Contact>(cancellation => session.ActsForPerson
                ? session.User.Contacts.SearchEverywhereAsync(wanted, includeTokens: false, cancellation)
                : session.Client.Contacts.SearchAsync(wanted, includeTokens: false, cancellation));
        }

        if (!session.ActsForPerson)
        {
            throw CommandException.Usage(
                $"--in {place} wants --as: whose {(place == "directory" ? "directory" : place == "team" ? "team" : "contacts")}?");
        }

        return place switch
        {
            "personal" => session.User.Contacts.SearchPersonalAsync(term, options),
            "team" => session.User.Contacts.SearchTeamAsync(term, options),
            _ => session.User.Contacts.SearchDirectoryAsync(term, options),
        };
    }

    private static HlCommand Groups(Host host)
    {
        Argument<string?> term = Term();
        Option<bool> favorites = new("--favorites") { Description = "Only the person's favourites" };
        return ListAction.Attach(
            new HlCommand("groups", "List the groups on call that a person can ring",
                "hl contacts groups --as ann@example.com",
                "hl contacts groups --as ann@example.com --favorites")
            {
                term, favorites,
            },
            host, ContactShape.Group, ActingAs.Person,
            (parsed, session, options) => parsed.GetValue(favorites)
                ? session.User.Contacts.SearchOnCallGroupFavoritesAsync(ReadTerm(parsed.GetValue(term)), options)
                : session.User.Contacts.SearchOnCallGroupsAsync(ReadTerm(parsed.GetValue(term)), options));
    }

    /// <summary>Null for all.</summary>
    public static string? ReadTerm(string? term) => string.IsNullOrWhiteSpace(term) ? null
        : term.Length <= LongestTerm ? term
        : throw CommandException.Usage($"TERM has {term.Length:N0} characters, and {LongestTerm} are allowed.");
}
