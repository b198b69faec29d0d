using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using HelpLightning.Cli.Terminal;
using HelpLightning.Client;
using nietras.SeparatedValues;

namespace HelpLightning.Cli.Commands;

/// <summary>
/// The people of a CSV file. All of it is checked before anything is sent: a file with a mistake invites nobody. Comma,
/// semicolon and tab are understood, as spreadsheets write them.
/// </summary>
internal static class InvitationFile
{
    private const int MostProblemsShown = 10;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static IReadOnlyList<InvitationRow> Read(string path)
    {
        try
        {
            using Stream stream = path == "-" ? StandardFiles.OpenInput() : File.OpenRead(path);
            using StreamReader text = new(stream, Strict);
            return Parse(text, path == "-" ? "Standard input" : path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw CommandException.Configuration($"There is no file {path}. --from wants a CSV with the columns email and name.");
        }
        catch (DecoderFallbackException)
        {
            throw CommandException.Configuration($"{path} is not UTF-8. Save it as \"CSV UTF-8\" in your spreadsheet.");
        }
    }

    private static List<InvitationRow> Parse(TextReader text, string source)
    {
        using SepReader reader = Sep.Reader(options => options with { Unescape = true, DisableColCountCheck = true }).From(text);
        Dictionary<string, int> columns = new(StringComparer.OrdinalIgnoreCase);
        foreach (string column in reader.Header.ColNames)
        {
            columns.TryAdd(column.Trim(), columns.Count);
        }

        if (!columns.TryGetValue("email", out int email) || !columns.TryGetValue("name", out int name))
        {
            throw CommandException.Configuration($"{source} wants a first line that names the columns email and name, as in: email,name");
        }

        List<InvitationRow> rows = [];
        List<string> problems = [];
        HashSet<string> seen = new(StringComparer.OrdinalIgnoreCase);
        foreach (SepReader.Row row in reader)
        {
            string address = Cell(row, email);
            string person = Cell(row, name);
            if (address.Length == 0 && person.Length == 0)
            {
                continue;
            }

            string? problem = InvitationRow.Problem(address, person) ?? (seen.Add(address) ? null : $"{address} stands there twice");
            if (problem is not null)
            {
                problems.Add($"line {row.LineNumberFrom}: {problem}");
            }

            rows.Add(new InvitationRow(row.LineNumberFrom, new UserInvitation { Email = address, Name = person, AdditionalFields = Others(row, columns) }));
        }

        return problems.Count == 0 ? rows : throw CommandException.Configuration(
            $"{source} has mistakes, so nobody was invited. {string.Join("; ", problems.Take(MostProblemsShown))}{(problems.Count > MostProblemsShown ? $"; and {problems.Count - MostProblemsShown} more" : "")}.");
    }

    /// <summary>Further columns, where they hold something; whole numbers and truths as what they are.</summary>
    private static JsonObject? Others(SepReader.Row row, Dictionary<string, int> columns)
    {
        JsonObject others = [];
        foreach ((string name, int index) in columns)
        {
            if (name.Length > 0 && !name.Equals("email", StringComparison.OrdinalIgnoreCase) && !name.Equals("name", StringComparison.OrdinalIgnoreCase)
                && Cell(row, index) is { Length: > 0 } value)
            {
                others[name] = value is "true" or "false" ? JsonValue.Create(value == "true")
                    : long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? JsonValue.Create(number)
                    : JsonValue.Create(value);
            }
        }

        return others.Count == 0 ? null : others;
    }

    private static string Cell(SepReader.Row row, int index) => index < row.ColCount ? row[index].ToString().Trim() : "";
}
