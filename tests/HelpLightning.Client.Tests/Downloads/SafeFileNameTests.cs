using System.Buffers;
using System.Globalization;
using System.Text;
using CsCheck;

namespace HelpLightning.Client.Tests;

public sealed class SafeFileNameTests
{
    private static readonly string[] Devices =
        ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "COM1", "COM9", "COM¹", "COM²", "COM³", "LPT1", "LPT9", "LPT¹"];

    private static readonly string[] Pieces =
        ["..", "../", ".mp4", " ", "🎥", "\u202Egpj.exe", new string('x', 250), new string('é', 120), new string(' ', 220)];

    private static readonly SearchValues<char> Forbidden = SearchValues.Create("<>:\"/\\|?*");

    /// <summary>Characters that matter somewhere, among others.</summary>
    private static readonly Gen<string> Hard = Gen.Frequency(
        (5, Gen.Char["./\\: \0\r\n\t<>|?*\"_~-()\u202E\u200D\u2028\u00A0éß漢\uFFFE\uD83D\uDE00"].Select(c => c.ToString())),
        (2, Gen.Int[0, Devices.Length - 1].Select(i => Devices[i])),
        (1, Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i])),
        (2, Gen.Char.Select(c => c.ToString()))).Array[0, 12].Select(string.Concat);

    [Fact]
    public void No_name_is_a_path_a_device_hidden_too_long_or_misleading() => Hard.Sample(name =>
    {
        string safe = SafeFileName.From(name, "fallback");
        Assert.NotEqual("", safe);
        Assert.Equal(safe, Path.GetFileName(safe));
        Assert.True(safe.AsSpan().IndexOfAny(Forbidden) < 0, safe);
        Assert.False(safe[0] is '.' or ' ', safe);
        Assert.False(safe[^1] is '.' or ' ', safe);
        Assert.DoesNotContain(safe.Split('.')[0].TrimEnd(), Devices, StringComparer.OrdinalIgnoreCase);
        Assert.InRange(Encoding.UTF8.GetByteCount(safe), 1, 220);
        Assert.DoesNotContain(safe.EnumerateRunes(), rune => rune == Rune.ReplacementChar || Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
    }, iter: 3_000);

    [Fact]
    public void A_safe_name_stays_as_it_is() => Hard.Sample(name =>
    {
        string safe = SafeFileName.From(name, "fallback");
        Assert.Equal(safe, SafeFileName.From(safe, "fallback"));
    }, iter: 3_000);

    [Fact]
    public void Cutting_does_not_make_a_device_of_what_was_none() =>
        Assert.Equal("_CON.txt", SafeFileName.From("CON" + new string(' ', 300) + "x.txt", "fallback"));

    [Theory]
    [InlineData("Kundendienst 2026-05-04 (Anlage 3).pdf")]
    [InlineData("漢字.mp4")]
    [InlineData("a.tar.gz")]
    [InlineData("COM10.txt")]
    [InlineData("CONSOLE")]
    public void An_ordinary_name_is_not_touched(string name) => Assert.Equal(name, SafeFileName.From(name, "fallback"));
}
