namespace HelpLightning.Cli.Tests.Typed;

/// <summary>What a hand, a script with an unset variable, or somebody's file can put where hl wants a value.</summary>
internal static class TypedValues
{
    /// <summary>At each place: nothing, dots, what commands a terminal or a shell, and more than anybody types.</summary>
    public static IReadOnlyList<string> Everywhere { get; } =
    [
        "",
        "..",
        "\u0001\u0007\u001b[31m\u009b2J\t\r\n\"'`$(x)",
        string.Concat(Enumerable.Repeat("../é/", 20_000)),
    ];

    /// <summary>One after the other, from place to place.</summary>
    public static IReadOnlyList<string> InTurn { get; } =
    [
        " ",
        ".",
        "/",
        "-",
        "--",
        "a/../..",
        "//dev/null/x\\y?z#%2e%zz",
        "a\u202eb\u2066c\u200f \u061c\u2028",
        "\\ud800 \ufffd \ufeff \U0010ffff",
        "99999999999999999999",
        "-1",
        "2026-02-30",
        "=,;:@&|<>*[]{}",
        new('x', 5_000),
    ];
}
