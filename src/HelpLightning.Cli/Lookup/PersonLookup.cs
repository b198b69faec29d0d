using System.Globalization;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Terminal;
using HelpLightning.Client;

namespace HelpLightning.Cli.Lookup;

/// <summary>A person as somebody types one who acts for another: a user id, or the e-mail address of somebody who can be called.</summary>
internal static class PersonLookup
{
    public static bool IsId(string who, out long id) => long.TryParse(who, NumberStyles.None, CultureInfo.InvariantCulture, out id);

    /// <summary>
    /// The contact with an e-mail address, with a token that opens a session: of the own site first, then of all of Help
    /// Lightning.
    /// </summary>
    public static async Task<Contact> FindAsync(UserContactsClient contacts, string email, CancellationToken cancellation)
    {
        if (!email.Contains('@', StringComparison.Ordinal))
        {
            throw CommandException.Usage(
                "A contact is named by the id of a user or a whole e-mail address. To search by name: hl contacts search TEXT --as EMAIL");
        }

        if (await contacts.FindByEmailAsync(email, cancellation) is { } colleague)
        {
            return colleague;
        }

        // It tells no addresses, so more than one result leaves open who was meant.
        IReadOnlyList<Contact> elsewhere = await contacts.SearchEverywhereAsync(email, includeTokens: true, cancellation);
        return elsewhere.Count switch
        {
            1 => elsewhere[0],
            0 => throw new CommandException(
                ExitCode.Refused,
                $"Nobody whom this person can call has the e-mail address {Printable.Of(email)}. "
                + "To search: hl contacts search TEXT --as EMAIL"),
            _ => throw new CommandException(
                ExitCode.Refused,
                $"{elsewhere.Count} people match {Printable.Of(email)}, and the API does not tell their addresses, "
                + $"so who is meant is not certain. To look: hl contacts search {Printable.Of(email)} --in everywhere"),
        };
    }
}
