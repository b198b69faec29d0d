using System.CommandLine;
using HelpLightning.Cli.Actions;
using HelpLightning.Cli.Calling;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Filters;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Lookup;
using HelpLightning.Cli.Shapes;
using HelpLightning.Cli.Syntax;
using HelpLightning.Cli.Terminal;
using HelpLightning.Client;

namespace HelpLightning.Cli.Commands;

/// <summary><c>hl users</c>.</summary>
internal static class UserCommands
{
    public static Command Build(Host host) => new HlCommand("users", "The people of the site: find, invite, act for them",
        "hl users list --license expert",
        "hl users get ann@example.com",
        "hl users invite --from people.csv --dry-run")
    {
        List(host), Get(host), UserInviteCommand.Build(host), Token(host),
    };

    /// <summary>The person with an id or an e-mail address, as lists show people.</summary>
    public static async Task<User> FindAsync(EnterpriseClient client, string who, CancellationToken cancellation)
    {
        if (PersonLookup.IsId(who, out long id))
        {
            return await client.Users.GetAsync(id, cancellation);
        }

        return !who.Contains('@', StringComparison.Ordinal)
            ? throw CommandException.Usage(
                "WHO is the id of a user or a whole e-mail address. To search by name: hl users list --name TEXT")
            : await client.Users.FindByEmailAsync(who, cancellation)
                ?? throw new CommandException(
                    ExitCode.Refused,
                    $"Nobody here has the e-mail address {Printable.Of(who)}. To search by name: hl users list --name TEXT");
    }

    private static HlCommand List(Host host)
    {
        UserFilterFlags filters = new();
        HlCommand command = new("list", "List people",
            "hl users list --updated-since 7d",
            "hl users list --all --fields name,email,last_used_at -o csv > people.csv");
        filters.AddTo(command);
        return ListAction.Attach(command, host, UserShape.Full, ActingAs.Site, (parsed, session, options) =>
            filters.Select(parsed, session.Now, filter => session.Client.Users.ListAsync(filter, options)),
            countsFromNow: filters.CountsFromNow);
    }

    private static HlCommand Get(Host host)
    {
        Argument<string> who = Who();
        return ReadAction.AttachOne(
            new HlCommand("get", "Show a person", "hl users get ann@example.com", "hl users get 24 -o json") { who },
            host, UserShape.Full, ActingAs.Site,
                (parsed, session, cancellation) => FindAsync(session.Client, parsed.GetRequiredValue(who), cancellation));
    }

    private static HlCommand Token(Host host)
    {
        Argument<string> who = Who();
        return TokenAction.Attach(
            new HlCommand("token", "Print a token that acts for a person. It is a secret and lives for days",
                "hl users token ann@example.com")
            {
                who,
            },
            host, ActingAs.Site, async (parsed, session, cancellation) =>
            {
                User found = await FindAsync(session.Client, parsed.GetRequiredValue(who), cancellation);
                return found.Token ?? (await session.Client.Users.GetAsync(found.Id, cancellation)).Token;
            });
    }

    private static Argument<string> Who() => new("WHO") { Description = "E-mail address or user id" };
}
