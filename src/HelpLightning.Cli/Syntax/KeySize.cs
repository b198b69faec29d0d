using HelpLightning.Cli.Exit;

namespace HelpLightning.Cli.Syntax;

/// <summary>The sizes of new keys, in bits.</summary>
internal static class KeySize
{
    public static readonly string[] All = ["2048", "3072", "4096"];

    public static int Parse(string text, string option) => text switch
    {
        "2048" => 2048,
        "3072" => 3072,
        "4096" => 4096,
        _ => throw CommandException.Usage($"{option} wants 2048, 3072 or 4096."),
    };
}
