namespace HelpLightning.Cli.Terminal;

/// <summary>Names and values in two aligned columns; a value that is too long for its line goes on below where it began.</summary>
internal static class Facts
{
    private const int Gap = 2;
    private const int NarrowestValue = 20;

    /// <summary>Values of any length on one line each.</summary>
    public static void Write(TextWriter writer, bool colored, params ReadOnlySpan<(string Name, string Value)> facts) =>
        Write(writer, colored, int.MaxValue, facts);

    /// <param name="writer">Where to.</param>
    /// <param name="colored">Are the names to be dimmed?</param>
    /// <param name="lineWidth">Cells in a line of the terminal.</param>
    /// <param name="facts">What is told.</param>
    public static void Write(TextWriter writer, bool colored, int lineWidth, params ReadOnlySpan<(string Name, string Value)> facts)
    {
        int width = 0;
        foreach ((string name, _) in facts)
        {
            width = Math.Max(width, name.Length);
        }

        foreach ((string name, string value) in facts)
        {
            string[] lines = TextWrap.Lines(Printable.Of(value), Math.Max(lineWidth - width - Gap, NarrowestValue));
            writer.WriteLine($"{Ansi.Paint(name.PadRight(width), Ansi.Dim, colored)}{new string(' ', Gap)}{lines[0]}");
            foreach (string line in lines.AsSpan(1))
            {
                writer.WriteLine(new string(' ', width + Gap) + line);
            }
        }
    }
}
