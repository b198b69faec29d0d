using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Hosting;
using HelpLightning.Client;
using nietras.SeparatedValues;

namespace HelpLightning.Cli.Invitations;

/// <summary>
/// The people of a CSV file. All of it is checked before anything is sent: a file with a mistake invites nobody. Comma,
/// semicolon and tab are understood, as spreadsheets write them.
/// </summary>
internal static class InvitationFile
{
    private const int MostProblemsShown = 10;

    private const string Wants = "--from wants a CSV with the columns email and name.";

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static InvitationList Read(Host host, string path)
    {
        try
        {
            using Stream stream = path == "-" ? host.OpenInput() : File.OpenRead(host.PathTo(path));
            using StreamReader text = new(stream, Strict);
            return Parse(text.ReadToEnd(), path == "-" ? "Standard input" : path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw CommandException.Configuration($"There is no file {path}. {Wants}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CommandException.Configuration($"{path} cannot be read. {Wants}");
        }
        catch (DecoderFallbackException)
        {
            throw CommandException.Configuration($"{path} is not UTF-8. Save it as \"CSV UTF-8\" in your spreadsheet.");
        }
    }

    private static InvitationList Parse(string text, string source)
    {
        (char? separator, string table) = SplitOffSeparator(text);
        int before = separator is null ? 0 : 1;
        using SepReader reader = (separator is { } given ? Sep.New(given).Reader(Lenient) : Sep.Reader(Lenient)).FromText(table);
        InvitationColumns? columns = null;
        List<InvitationRow> rows = [];
        List<string> problems = [];
        HashSet<string> seen = new(StringComparer.OrdinalIgnoreCase);
        foreach (SepReader.Row row in reader)
        {
            string[] cells = Cells(row);
            if (columns is null)
            {
                columns = InvitationColumns.Of(cells, source);
                continue;
            }

            string Cell(int index) => index < cells.Length ? cells[index] : "";
            string address = Cell(columns.Email);
            string person = columns.NameIn(Cell);
            if (address.Length == 0 && person.Length == 0)
            {
                continue;
            }

            int line = row.LineNumberFrom + before;
            string? problem = InvitationRow.Problem(address, person) ?? (seen.Add(address) ? null : $"{address} stands there twice");
            if (problem is not null)
            {
                problems.Add($"line {line}: {problem}");
            }

            rows.Add(
                new InvitationRow(line, new UserInvitation { Email = address, Name = person, AdditionalFields = Others(columns, Cell) }));
        }

        return columns is null ? throw CommandException.Configuration($"{source} is empty. {Wants}")
            : problems.Count == 0 ? new InvitationList(rows, columns)
            : throw CommandException.Configuration(
                $"{source} has mistakes, so nobody was invited. {string.Join("; ", problems.Take(MostProblemsShown))}"
                + $"{(problems.Count > MostProblemsShown ? $"; and {problems.Count - MostProblemsShown} more" : "")}.");
    }

    /// <summary>The first line is read like the others: as a header the reader would refuse a name that stands there twice.</summary>
    private static SepReaderOptions Lenient(SepReaderOptions options) =>
        options with { HasHeader = false, Unescape = true, DisableColCountCheck = true };

    /// <summary>Excel's line <c>sep=;</c> before the first, which says what stands between the columns.</summary>
    private static (char? Separator, string Table) SplitOffSeparator(string text)
    {
        int end = text.IndexOf('\n', StringComparison.Ordinal);
        string first = (end < 0 ? text : text[..end]).TrimEnd('\r').Trim('"');
        return first.Length == 5 && first.StartsWith("sep=", StringComparison.OrdinalIgnoreCase)
            ? (first[4], end < 0 ? "" : text[(end + 1)..])
            : (null, text);
    }

    /// <summary>Further columns, where they hold something; whole numbers and truths as what they are.</summary>
    private static JsonObject? Others(InvitationColumns columns, Func<int, string> cell)
    {
        JsonObject others = [];
        foreach ((int index, string name) in columns.Others)
        {
            if (cell(index) is { Length: > 0 } value)
            {
                others[name] = value is "true" or "false" ? JsonValue.Create(value == "true")
                    : long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
                        ? JsonValue.Create(number)
                    : JsonValue.Create(value);
            }
        }

        return others.Count == 0 ? null : others;
    }

    private static string[] Cells(SepReader.Row row)
    {
        string[] cells = new string[row.ColCount];
        for (int i = 0; i < cells.Length; i++)
        {
            cells[i] = row[i].ToString().Trim();
        }

        return cells;
    }
}
