namespace HelpLightning.Cli.Terminal;

/// <summary>Names and values in two aligned columns.</summary>
internal static class Facts
{
    public static void Write(TextWriter writer, bool colored, params ReadOnlySpan<(string Name, string Value)> facts)
    {
        int width = 0;
        foreach ((string name, _) in facts)
        {
            width = Math.Max(width, name.Length);
        }

        foreach ((string name, string value) in facts)
        {
            writer.WriteLine($"{Screen.Paint(name.PadRight(width), Ansi.Dim, colored)}  {value}");
        }
    }
}
