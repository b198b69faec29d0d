using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;

namespace HelpLightning.Sandbox.Page;

/// <summary>
/// Finished HTML. It is made from interpolated strings whose holes are all encoded, so that a name out of a request or of
/// the database can never become markup; only other <see cref="Html"/> goes in as it is.
/// </summary>
internal readonly record struct Html(string Text)
{
    public static readonly Html Empty = new("");

    public static Html Of(Markup markup) => new(markup.Finish());

    public static Html Join(IEnumerable<Html> parts) => new(string.Concat(parts.Select(p => p.Text)));

    /// <summary>The markup when the condition holds, else nothing.</summary>
    public static Html If(bool condition, Markup markup) => condition ? Of(markup) : Empty;

    public override string ToString() => Text;

    /// <summary>Builds the text; attribute values must stand in double quotes.</summary>
    [InterpolatedStringHandler]
    internal readonly struct Markup(int literalLength, int holes)
    {
        private readonly StringBuilder _text = new(literalLength + (holes * 16));

        public void AppendLiteral(string literal) => _text.Append(literal);

        public void AppendFormatted(Html html) => _text.Append(html.Text);

        public void AppendFormatted(string? text) => _text.Append(HtmlEncoder.Default.Encode(text ?? ""));

        public void AppendFormatted(long number) => _text.Append(CultureInfo.InvariantCulture, $"{number}");

        public string Finish() => _text.ToString();
    }
}
