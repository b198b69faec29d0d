using System.Globalization;

namespace HelpLightning.Cli.Overview.Plots;

/// <summary>
/// What all plots have in common. Each is drawn twice, for wide and for narrow screens, because letters in a picture that is scaled down
/// cannot be read; the style sheet shows one of the two.
/// </summary>
internal static class PlotFrame
{
    public const int Wide = 640;
    public const int Narrow = 300;

    /// <summary>Of a letter of 12 pixels, on average.</summary>
    private const double LetterWidth = 6.6;

    public static double TextWidth(string text) => Terminal.CellText.Width(text) * LetterWidth;

    /// <summary>As much of a text as fits.</summary>
    public static string Fit(string text, double width) => Terminal.CellText.Cut(text, Math.Max(2, (int)((width / LetterWidth) + 0.01)));

    public static void Both(Action<int> draw)
    {
        draw(Wide);
        draw(Narrow);
    }

    public static void Open(Markup page, string title, int width, double height)
    {
        page.Open(
            "svg", ("class", width == Wide ? "plot wide" : "plot narrow"), ("role", "img"), ("aria-label", title),
            ("viewBox", string.Create(CultureInfo.InvariantCulture, $"0 0 {width} {Markup.Length(height)}")));
    }

    public static void Text(Markup page, string text, double x, double y, string? kind = null) =>
        page.Element("text", text, ("class", kind), ("x", Markup.Length(x)), ("y", Markup.Length(y)));

    public static void Rect(Markup page, string kind, double x, double y, double width, double height) => page.Empty(
        "rect", ("class", kind), ("x", Markup.Length(x)), ("y", Markup.Length(y)), ("width", Markup.Length(width)),
        ("height", Markup.Length(height)));

    public static void Line(Markup page, string kind, double x1, double y1, double x2, double y2) => page.Empty(
        "line", ("class", kind), ("x1", Markup.Length(x1)), ("y1", Markup.Length(y1)), ("x2", Markup.Length(x2)),
        ("y2", Markup.Length(y2)));

    /// <summary>The style of a piece: the second kind is hatched, so that nobody has to tell colours apart.</summary>
    public static string Kind(int piece) => piece == 0 ? "k0" : "k1";
}
