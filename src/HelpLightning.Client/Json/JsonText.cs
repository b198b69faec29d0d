using System.Globalization;
using System.Text.Unicode;

namespace HelpLightning.Client;

/// <summary>
/// Can the text in a piece of JSON be read? The parser looks at the grammar only, and what is not UTF-8 or half a surrogate
/// pair (<c>\ud800</c>) fails much later, with an exception that nobody expects, when somebody asks for the text.
/// </summary>
internal static class JsonText
{
    private const int EscapeLength = 6;

    public static bool IsSound(ReadOnlySpan<byte> json) => Utf8.IsValid(json) && (json.IndexOf("\\u"u8) < 0 || HasWholePairs(json));

    private static bool HasWholePairs(ReadOnlySpan<byte> json)
    {
        int at;
        while ((at = json.IndexOf((byte)'\\')) >= 0)
        {
            json = json[at..];
            if (!TryUnit(json, out char unit))
            {
                // Another escape, such as \\ or \": past both of its characters.
                json = json[Math.Min(2, json.Length)..];
                continue;
            }

            json = json[EscapeLength..];
            if (char.IsLowSurrogate(unit))
            {
                return false;
            }

            if (char.IsHighSurrogate(unit))
            {
                if (!TryUnit(json, out char second) || !char.IsLowSurrogate(second))
                {
                    return false;
                }

                json = json[EscapeLength..];
            }
        }

        return true;
    }

    private static bool TryUnit(ReadOnlySpan<byte> json, out char unit)
    {
        unit = '\0';
        if (json.Length < EscapeLength || json[0] != '\\' || json[1] != 'u'
            || !ushort.TryParse(json[2..EscapeLength], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort value))
        {
            return false;
        }

        unit = (char)value;
        return true;
    }
}
