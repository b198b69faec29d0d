using System.Globalization;
using System.Text;

namespace HelpLightning.Sandbox.Page.Repeat;

/// <summary>Pieces of C#.</summary>
internal static class CSharpText
{
    public static string Quoted(string text)
    {
        StringBuilder literal = new("\"");
        foreach (char c in text)
        {
            literal.Append(
                c is '"' or '\\' ? $"\\{c}" : IsPlain(c) ? c.ToString() : string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"));
        }

        return literal.Append('"').ToString();
    }

    /// <summary>Line separators would end the literal, and marks of direction would show another one than is there.</summary>
    private static bool IsPlain(char c) => !char.IsControl(c) && CharUnicodeInfo.GetUnicodeCategory(c) is not
        (UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate);
}
