using System.CommandLine;
using HelpLightning.Cli.Actions;
using HelpLightning.Cli.Calling;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Lookup;
using HelpLightning.Cli.Output;
using HelpLightning.Cli.Shapes;
using HelpLightning.Cli.Syntax;
using HelpLightning.Client;

namespace HelpLightning.Cli.Commands;

/// <summary><c>hl contacts favorites</c>: of people and of groups on call.</summary>
internal static class FavoriteCommands
{
    private static readonly RowShape<Favorite> Shape = new("favourites",
        new("kind", static f => f.IsGroup ? "group" : "person", InTable: true),
        new("id", static f => (long?)f.Id, InTable: true),
        new("favorite", static f => (bool?)f.IsFavorite, InTable: true));

    public static Command Build(Host host) => new HlCommand("favorites", "A person's favourites among people and groups",
        "hl contacts favorites list --as ann@example.com",
        "hl contacts favorites add bob@example.com --as ann@example.com")
    {
        List(host), Change(host, isFavorite: true), Change(host, isFavorite: false),
    };

    private static HlCommand List(Host host)
    {
        Argument<string?> term = ContactCommands.Term();
        return ListAction.Attach(
            new HlCommand("list", "List the people who are favourites; of groups: hl contacts groups --favorites",
                "hl contacts favorites list --as ann@example.com")
            {
                term,
            },
            host, ContactShape.Person, ActingAs.Person,
            (parsed, session, options) =>
                session.User.Contacts.SearchFavoritesAsync(ContactCommands.ReadTerm(parsed.GetValue(term)), options));
    }

    private static HlCommand Change(Host host, bool isFavorite)
    {
        string verb = isFavorite ? "add" : "remove";
        Argument<string> who = new("WHO") { Description = "E-mail address or user id; with --group, the id of a group on call" };
        Option<bool> group = new("--group") { Description = "WHO is a group on call" };
        return WriteAction.Attach(
            new HlCommand(verb, isFavorite ? "Make somebody a favourite" : "Make somebody no favourite any more",
                $"hl contacts favorites {verb} bob@example.com --as ann@example.com",
                $"hl contacts favorites {verb} 12 --group --as ann@example.com")
            {
                who, group,
            },
            host, Shape, ActingAs.Person, question: null,
            async (parsed, session, cancellation) =>
            {
                UserContactsClient contacts = session.User.Contacts;
                bool isGroup = parsed.GetValue(group);
                string typed = parsed.GetRequiredValue(who).Trim();
                long id = PersonLookup.IsId(typed, out long number) ? number
                    : isGroup ? throw CommandException.Usage("With --group, WHO is the number that hl contacts groups shows.")
                    : (await PersonLookup.FindAsync(contacts, typed, cancellation)).Id;
                Task change = (isGroup, isFavorite) switch
                {
                    (false, true) => contacts.AddFavoriteAsync(id, cancellation),
                    (false, false) => contacts.RemoveFavoriteAsync(id, cancellation),
                    (true, true) => contacts.AddOnCallGroupFavoriteAsync(id, cancellation),
                    (true, false) => contacts.RemoveOnCallGroupFavoriteAsync(id, cancellation),
                };
                await change;
                return new Favorite(isGroup, id, isFavorite);
            });
    }

    /// <summary>The API tells nothing back, so this is what was asked for.</summary>
    private sealed record Favorite(bool IsGroup, long Id, bool IsFavorite);
}
