using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Terminal;

namespace HelpLightning.Cli.Invitations;

/// <summary>
/// Which columns of a file say whom to invite. Spreadsheets and directories name them in many ways: <c>E-Mail</c>,
/// <c>Email address</c>, <c>Full name</c>, or a first and a last name. The others go along under their own names.
/// </summary>
internal sealed class InvitationColumns
{
    private const int MostShown = 12;

    private static readonly string[] EmailNames = ["email", "emailaddress", "mail", "mailaddress", "emailadresse", "mailadresse"];
    private static readonly string[] NameNames = ["name", "fullname", "displayname"];
    private static readonly string[] FirstNames = ["firstname", "givenname", "forename", "vorname"];
    private static readonly string[] LastNames = ["lastname", "surname", "familyname", "nachname"];

    /// <summary>A second column of these is no field of the API either.</summary>
    private static readonly HashSet<string> Ours = [.. EmailNames, .. NameNames, .. FirstNames, .. LastNames];

    private readonly string[] _headers;
    private readonly int[] _name;

    private InvitationColumns(string[] headers, int email, int[] name)
    {
        _headers = headers;
        Email = email;
        _name = name;
        Others = [.. headers.Index().Where(h => h.Item.Length > 0 && !Ours.Contains(Plain(h.Item))).DistinctBy(static h => h.Item)];
    }

    /// <summary>Where the e-mail address stands.</summary>
    public int Email { get; }

    /// <summary>The columns that go along as fields of the API.</summary>
    public IReadOnlyList<(int Index, string Name)> Others { get; }

    /// <param name="headers">The first line.</param>
    /// <param name="source">The file, for people.</param>
    /// <exception cref="CommandException">What is needed is not there.</exception>
    public static InvitationColumns Of(string[] headers, string source)
    {
        string[] plain = [.. headers.Select(Plain)];
        int email = Find(plain, EmailNames);
        int full = Find(plain, NameNames);
        int[] parts = [Find(plain, FirstNames), Find(plain, LastNames)];
        int[] name = full >= 0 ? [full] : parts;
        string[] wanted = [email < 0 ? "the e-mail address (email)" : "", name.Contains(-1) ? Missing(parts) : ""];
        string[] missing = [.. wanted.Where(static text => text.Length > 0)];
        return missing.Length == 0
            ? new InvitationColumns(headers, email, name)
            : throw CommandException.Configuration(
                $"{source} wants a first line that names its columns. "
                + $"It has {Shown(headers)}; missing is {string.Join(" and ", missing)}.");
    }

    /// <summary>The person's name in a row.</summary>
    public string NameIn(Func<int, string> cell) => string.Join(' ', _name.Select(cell).Where(static part => part.Length > 0));

    /// <summary>What is taken for what, as a sentence.</summary>
    public override string ToString() =>
        $"E-mail from the column {_headers[Email]}, name from {string.Join(" and ", _name.Select(i => _headers[i]))}; "
        + (Others.Count == 0 ? "no other columns."
            : $"going along as fields of the API: {string.Join(", ", Others.Select(static o => o.Name))}.");

    private static string Plain(string header) => string.Concat(header.Where(char.IsLetter)).ToLowerInvariant();

    private static int Find(string[] headers, string[] names) =>
        names.Select(name => Array.IndexOf(headers, name)).FirstOrDefault(static index => index >= 0, -1);

    private static string Missing(int[] parts) => parts switch
    {
        [-1, -1] => "the full name (name, or first name and last name)",
        [-1, _] => "the first name",
        _ => "the last name",
    };

    private static string Shown(string[] headers)
    {
        string[] names = [.. headers.Where(static header => header.Length > 0)
            .Select(static header => header.Contains('@') ? "an e-mail address" : Printable.Of(header))];
        return names.Length == 0 ? "no columns with names"
            : string.Join(", ", names.Take(MostShown)) + (names.Length > MostShown ? $" and {names.Length - MostShown} more" : "");
    }
}
