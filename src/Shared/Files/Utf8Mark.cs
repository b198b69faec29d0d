namespace HelpLightning.Files;

/// <summary>
/// The byte order mark (EF BB BF, U+FEFF) that editors and shells of Windows put before a text. It is no part of what somebody wrote, and
/// what is made by people is read without it.
/// </summary>
internal static class Utf8Mark
{
    public static ReadOnlySpan<byte> Strip(ReadOnlySpan<byte> text) => text.StartsWith("\uFEFF"u8) ? text["\uFEFF"u8.Length..] : text;

    public static string Strip(string text) => text.StartsWith('\uFEFF') ? text[1..] : text;
}
