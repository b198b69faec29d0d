namespace HelpLightning.PartnerKeys;

/// <summary>A bit of a token's claims, fit for a log line: short, in quotes, visible ASCII only.</summary>
internal static class Snippet
{
    private const int Longest = 48;

    public static string Of(string? text)
    {
        if (text is null)
        {
            return "null";
        }

        ReadOnlySpan<char> shown = text.AsSpan(0, Math.Min(text.Length, Longest));
        string visible = string.Create(shown.Length, shown, static (target, source) =>
        {
            for (int i = 0; i < target.Length; i++)
            {
                target[i] = source[i] is >= ' ' and <= '~' ? source[i] : '?';
            }
        });
        return text.Length > Longest ? $"'{visible}…'" : $"'{visible}'";
    }
}
