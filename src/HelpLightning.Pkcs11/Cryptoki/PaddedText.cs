using System.Text;

namespace HelpLightning.Pkcs11.Cryptoki;

/// <summary>The texts of PKCS#11: UTF-8, filled up with blanks; some modules fill with zeros.</summary>
internal static unsafe class PaddedText
{
    public static string Of(byte* text, int room) => Encoding.UTF8.GetString(new ReadOnlySpan<byte>(text, room)).TrimEnd(' ', '\0');
}
