using System.Globalization;
using System.Text;
using HelpLightning.Cli.Terminal;

namespace HelpLightning.Cli.Overview.Plots;

/// <summary>
/// Writes elements that are HTML and XML alike, so that a strict parser reads the page too. All texts and values are escaped here and
/// nowhere else, and whatever turns the direction of others round is taken out.
/// </summary>
internal sealed class Markup(TextWriter output)
{
    private readonly Stack<string> _open = [];

    public void Open(string tag, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Begin(tag, attributes);
        output.Write('>');
        _open.Push(tag);
    }

    public void Close()
    {
        output.Write("\n</");
        output.Write(_open.Pop());
        output.Write('>');
    }

    public void Element(string tag, string text, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Begin(tag, attributes);
        output.Write('>');
        output.Write(Escape(text));
        output.Write("</");
        output.Write(tag);
        output.Write('>');
    }

    /// <summary>One that has nothing in it, as <c>meta</c> and the shapes of SVG.</summary>
    public void Empty(string tag, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Begin(tag, attributes);
        output.Write(" />");
    }

    /// <summary>Our own text, which is markup already.</summary>
    public void Raw(string markup) => output.Write(markup);

    /// <summary>A length in a picture: a tenth of a pixel is more than anybody sees.</summary>
    public static string Length(double value) => Math.Round(value, 1).ToString(CultureInfo.InvariantCulture);

    private static string Escape(string text)
    {
        StringBuilder escaped = new(text.Length);
        foreach (Rune rune in Printable.Of(text).EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '"' => escaped.Append("&quot;"),
                '\'' => escaped.Append("&#39;"),

                // The only others that XML forbids.
                0xFFFE or 0xFFFF => escaped.Append('\uFFFD'),
                _ => escaped.Append(rune),
            };
        }

        return escaped.ToString();
    }

    private void Begin(string tag, ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        output.Write("\n<");
        output.Write(tag);
        foreach ((string name, string? value) in attributes)
        {
            if (value is not null)
            {
                output.Write(' ');
                output.Write(name);
                output.Write("=\"");
                output.Write(Escape(value));
                output.Write('"');
            }
        }
    }
}
