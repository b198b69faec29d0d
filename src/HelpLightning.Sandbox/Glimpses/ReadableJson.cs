using System.Globalization;
using System.Text;

namespace HelpLightning.Sandbox.Glimpses;

/// <summary>
/// JSON text from outside that nothing can stumble over later. Bytes that are no UTF-8, and halves of a surrogate pair
/// (<c>"\ud800"</c>), pass a parser and throw when a text is asked for; here both become U+FFFD.
/// </summary>
internal static class ReadableJson
{
    private const string Replacement = "\\ufffd";
    private const int EscapeLength = 6;

    public static string From(ReadOnlySpan<byte> utf8) => From(Encoding.UTF8.GetString(utf8));

    public static string From(string json)
    {
        if (!json.Contains("\\u", StringComparison.Ordinal))
        {
            return json;
        }

        StringBuilder mended = new(json.Length);
        for (int i = 0; i < json.Length;)
        {
            int length = json[i] != '\\' ? 1 : Escape(json, i) is { } unit ? LengthOf(json, i, unit) : 2;
            ReadOnlySpan<char> piece = json.AsSpan(i, Math.Min(length, json.Length - i));
            mended.Append(length == EscapeLength && char.IsSurrogate(Escape(json, i)!.Value) ? Replacement : piece);
            i += length;
        }

        return mended.ToString();
    }

    /// <summary>A pair is twelve characters long, everything else six.</summary>
    private static int LengthOf(string json, int at, char unit) =>
        char.IsHighSurrogate(unit) && Escape(json, at + EscapeLength) is { } next && char.IsLowSurrogate(next)
            ? 2 * EscapeLength
            : EscapeLength;

    /// <summary>The UTF-16 unit that an escape at a place stands for; null when there is none.</summary>
    private static char? Escape(string json, int at) =>
        at + EscapeLength <= json.Length && json[at] == '\\' && json[at + 1] == 'u'
        && ushort.TryParse(json.AsSpan(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort unit)
            ? (char)unit
            : null;
}
