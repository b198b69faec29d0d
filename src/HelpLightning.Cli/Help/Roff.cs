using System.Text;

namespace HelpLightning.Cli.Help;

/// <summary>Writes a manual page in the macros of man(7), which groff and mandoc both read.</summary>
internal sealed class Roff
{
    private readonly StringBuilder _text = new();

    public override string ToString() => _text.ToString();

    public void Macro(string name, params ReadOnlySpan<string> arguments)
    {
        _text.Append('.').Append(name);
        foreach (string argument in arguments)
        {
            _text.Append(" \"").Append(Escape(argument).Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
        }

        _text.Append('\n');
    }

    /// <summary>One of the formatter's own requests, as it is.</summary>
    public void Request(string text) => _text.Append('.').Append(text).Append('\n');

    public void Section(string title) => Macro("SH", title);

    public void Subsection(string title) => Macro("SS", title);

    public void Paragraph(string text)
    {
        Macro("PP");
        Line(text);
    }

    /// <summary>A term in bold and what it means, indented.</summary>
    public void Item(string term, string meaning)
    {
        Macro("TP");
        Macro("B", term);
        Line(meaning.Length == 0 ? " " : meaning);
    }

    /// <summary>As it is typed: in bold, no line filled or broken.</summary>
    public void Example(IEnumerable<string> lines)
    {
        Macro("PP");
        Macro("RS", "4");
        Request("nf");
        foreach (string line in lines)
        {
            Line(line);
        }

        Request("fi");
        Macro("RE");
    }

    /// <summary>Text on lines of its own. A dot or quote at its beginning would be taken for a macro.</summary>
    public void Line(string text)
    {
        foreach (string line in text.Split('\n'))
        {
            string escaped = Escape(line);
            _text.Append(escaped.StartsWith('.') || escaped.StartsWith('\'') ? @"\&" : "").Append(escaped).Append('\n');
        }
    }

    /// <summary>What would be typeset otherwise: the minus as a hyphen, quotes and circumflex as their printed cousins.</summary>
    private static string Escape(string text)
    {
        StringBuilder escaped = new(text.Length);
        foreach (char c in text)
        {
            escaped.Append(c switch
            {
                '\\' => @"\e",
                '-' => @"\-",
                '\'' => @"\(aq",
                '`' => @"\(ga",
                '^' => @"\(ha",
                '~' => @"\(ti",
                '…' => "...",
                '\u00A0' => @"\~",
                _ => c.ToString(),
            });
        }

        return escaped.ToString();
    }
}
