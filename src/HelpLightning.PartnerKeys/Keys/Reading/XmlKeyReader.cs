using System.Security.Cryptography;

namespace HelpLightning.PartnerKeys;

/// <summary>
/// The numbers of an RSA key as .NET Framework wrote them: <c>&lt;RSAKeyValue&gt;&lt;Modulus&gt;…</c> (XML Signature section
/// 4.5.2.2, with the private half added). Only these elements are looked for; an XML parser would keep its strings.
/// </summary>
internal static class XmlKeyReader
{
    /// <summary>In the order of PKCS#1.</summary>
    private static readonly string[] Names = ["Modulus", "Exponent", "D", "P", "Q", "DP", "DQ", "InverseQ"];

    /// <returns>Null when the text holds no such element.</returns>
    public static KeyBlock? Read(ReadOnlySpan<char> text, KeySource source)
    {
        int start = text.IndexOf("<RSAKeyValue");
        if (start < 0)
        {
            return null;
        }

        text = text[start..];
        int end = text.IndexOf("</RSAKeyValue>");
        if (end < 0)
        {
            throw KeyFault.Truncated(source, "its element RSAKeyValue has no end");
        }

        byte[]?[] numbers = new byte[Names.Length][];
        try
        {
            for (int i = 0; i < Names.Length; i++)
            {
                numbers[i] = Element(text[..end], Names[i]);
            }

            byte[][] there = [.. numbers.TakeWhile(static number => number is not null)!];
            bool isPrivate = text[..end].IndexOf("<D>") >= 0;
            return there.Length switch
            {
                8 => Block(isPrivate: true, there),
                >= 2 when !isPrivate => Block(isPrivate: false, there[0], there[1]),
                _ => throw KeyFault.Corrupt(source, $"its element <{Names[there.Length]}> is missing or is not base64"),
            };
        }
        finally
        {
            foreach (byte[]? number in numbers)
            {
                CryptographicOperations.ZeroMemory(number);
            }
        }
    }

    private static KeyBlock Block(bool isPrivate, params byte[][] numbers) =>
        new("RSAKeyValue", isPrivate, RsaDer.Write(numbers), PartnerKeyEncoding.Xml, PartnerKeySyntax.RsaKeyValue);

    private static byte[]? Element(ReadOnlySpan<char> text, string name)
    {
        int start = text.IndexOf($"<{name}>");
        if (start < 0)
        {
            return null;
        }

        ReadOnlySpan<char> content = text[(start + name.Length + 2)..];
        int end = content.IndexOf($"</{name}>");
        return end < 0 ? null : LooseBase64.Decode(content[..end]);
    }
}
