namespace HelpLightning.Cli.Tests.Typed;

/// <summary>What a hand, a script with an unset variable, or somebody's file can put where hl wants a value.</summary>
internal static class TypedValues
{
    public static IReadOnlyList<string> All { get; } =
    [
        "",
        " ",
        ".",
        "..",
        "/",
        "-",
        "--",
        "a/../..",
        "//x\\y?z#%2e%zz",
        "\u0001\u0007\u001b[31m\u009b2J\t\r\n\"'`$(x)",
        "a\u202eb\u2066c\u200f \u061c\u2028",
        "\\ud800 \ufffd \ufeff \U0010ffff",
        "99999999999999999999",
        "-1",
        "2026-02-30",
        "=,;:@&|<>*[]{}",
        new('x', 5_000),
        string.Concat(Enumerable.Repeat("../é/", 20_000)),
    ];
}
