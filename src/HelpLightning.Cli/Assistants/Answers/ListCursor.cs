using System.Globalization;
using HelpLightning.Cli.Exit;
using HelpLightning.Client;

namespace HelpLightning.Cli.Assistants.Answers;

/// <summary>A place in a list between two rows: a page of the API, and how many rows of it were looked at.</summary>
/// <param name="Page">Where the page begins.</param>
/// <param name="Row">Rows of it that lie before.</param>
internal sealed record ListCursor(ListPosition Page, int Row)
{
    public static ListCursor Read(string text)
    {
        int plus = text.LastIndexOf('+');
        try
        {
            return plus > 0 && int.TryParse(text.AsSpan(plus + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int row)
                ? new ListCursor(ListPosition.Parse(text[..plus]), row)
                : throw new FormatException();
        }
        catch (FormatException)
        {
            throw CommandException.Usage(
                "cursor wants the next_cursor of the answer before, as it was, with the same arguments. Leave it out to begin at the top.");
        }
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Page}+{Row}");
}
