namespace HelpLightning.Cli.Terminal;

/// <summary>The few terminal styles that mean something here (ECMA-48 SGR).</summary>
internal static class Ansi
{
    public const string Reset = "\u001b[0m";
    public const string Bold = "\u001b[1m";
    public const string Dim = "\u001b[2m";
    public const string Red = "\u001b[31m";
    public const string Green = "\u001b[32m";
    public const string Yellow = "\u001b[33m";
    public const string Cyan = "\u001b[36m";

    public static string Paint(string text, string style, bool colored) => colored ? $"{style}{text}{Reset}" : text;
}
