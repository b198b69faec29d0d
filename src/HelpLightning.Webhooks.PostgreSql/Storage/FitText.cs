using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace HelpLightning.Webhooks.PostgreSql.Storage;

/// <summary>
/// PostgreSQL holds no NUL in a text, and UTF-8 no lone surrogate. One such text would have the whole group refused that it is in.
/// </summary>
internal static class FitText
{
    private const char Instead = '\uFFFD';

    /// <summary>All that may be wrong: NUL, and surrogates, of which most are half of a pair and right.</summary>
    private static readonly SearchValues<char> Suspects =
        SearchValues.Create([.. Enumerable.Range(0xD800, 0x800).Select(static c => (char)c), '\0']);

    [return: NotNullIfNotNull(nameof(text))]
    public static string? Of(string? text)
    {
        if (text is null || !text.AsSpan().ContainsAny(Suspects))
        {
            return text;
        }

        return string.Create(text.Length, text, static (fit, all) =>
        {
            for (int i = 0; i < fit.Length; i++)
            {
                if (i + 1 < fit.Length && char.IsSurrogatePair(all[i], all[i + 1]))
                {
                    fit[i] = all[i];
                    fit[i + 1] = all[i + 1];
                    i++;
                }
                else
                {
                    fit[i] = all[i] == '\0' || char.IsSurrogate(all[i]) ? Instead : all[i];
                }
            }
        });
    }
}
