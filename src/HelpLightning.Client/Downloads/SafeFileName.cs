using System.Buffers;
using System.Globalization;
using System.Text;

namespace HelpLightning.Client;

/// <summary>
/// Makes file names out of what people and servers call things: never a path, never a name that a file system or a person
/// takes for something else. The same on every system, so that files can be moved between them.
/// </summary>
public static class SafeFileName
{
    /// <summary>UTF-8 bytes. File systems allow 255; the rest is for what is added to make a name unique.</summary>
    private const int LongestBytes = 200;

    private const int LongestExtension = 20;

    private static readonly SearchValues<char> Forbidden = SearchValues.Create("<>:\"/\\|?*");

    /// <summary>Names of devices on Windows, whatever follows the first dot.</summary>
    private static readonly string[] Devices =
    [
        "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$",
        .. "123456789¹²³".Select(digit => $"COM{digit}"), .. "123456789¹²³".Select(digit => $"LPT{digit}"),
    ];

    /// <summary>
    /// A safe name. Separators, control characters and what Windows forbids become <c>_</c>; marks that reverse the
    /// direction of text, with which <c>gpj.exe</c> looks like <c>exe.jpg</c>, are left out; names of devices and names
    /// that begin with a dot get a <c>_</c> before them; too long a name is cut before its extension.
    /// </summary>
    /// <param name="name">What somebody calls it.</param>
    /// <param name="fallback">The name when nothing of it is left; used as it is.</param>
    public static string From(string? name, string fallback)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(fallback);
        StringBuilder safe = new();
        foreach (Rune rune in (name ?? "").EnumerateRunes())
        {
            UnicodeCategory category = Rune.GetUnicodeCategory(rune);
            if (category is UnicodeCategory.Format)
            {
                continue;
            }

            bool isBad = rune == Rune.ReplacementChar
                || category is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                || (rune.IsBmp && Forbidden.Contains((char)rune.Value));
            safe.Append(isBad ? "_" : rune.ToString());
        }

        string trimmed = TrimEnd(safe.ToString().Trim());
        string shortened = trimmed.Length == 0 ? "" : Shorten(Disarm(trimmed));

        // Cutting can leave nothing, or the name of a device.
        return shortened.All(static c => c is '_' or '.' || char.IsWhiteSpace(c)) ? fallback : Disarm(shortened);
    }

    /// <summary>Without dots and white space of any kind at the end, which Windows drops or nobody sees.</summary>
    private static string TrimEnd(string name)
    {
        int end = name.Length;
        while (end > 0 && (name[end - 1] == '.' || char.IsWhiteSpace(name[end - 1])))
        {
            end--;
        }

        return name[..end];
    }

    private static string Disarm(string name)
    {
        string stem = name.Split('.')[0].TrimEnd();
        return name[0] == '.' || Devices.Contains(stem, StringComparer.OrdinalIgnoreCase) ? "_" + name : name;
    }

    private static string Shorten(string name)
    {
        if (Encoding.UTF8.GetByteCount(name) <= LongestBytes)
        {
            return name;
        }

        string extension = Path.GetExtension(name);
        if (extension.Length > LongestExtension)
        {
            // A dot somewhere in a sentence.
            extension = "";
        }

        string stem = name[..^extension.Length];
        int room = LongestBytes - Encoding.UTF8.GetByteCount(extension);
        StringBuilder kept = new();
        foreach (Rune rune in stem.EnumerateRunes())
        {
            room -= rune.Utf8SequenceLength;
            if (room < 0)
            {
                break;
            }

            kept.Append(rune.ToString());
        }

        return TrimEnd(kept.ToString()) + extension;
    }
}
