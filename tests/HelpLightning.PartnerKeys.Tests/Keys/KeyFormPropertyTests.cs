using System.Text;
using CsCheck;

namespace HelpLightning.PartnerKeys.Tests.Keys;

/// <summary>Any mixture of habits in delivering a key gives the same key.</summary>
public sealed class KeyFormPropertyTests
{
    private static readonly string[] Pems =
    [
        TestKeys.Pkcs8, TestKeys.Pkcs1, TestKeys.Text("test-2048-encrypted-aes256.pem"), TestKeys.Text("test-2048-encrypted-aes128.pem"),
        TestKeys.Text("test-2048-encrypted-3des.pem"), TestKeys.Text("test-2048-encrypted-pbes1-3des.pem"),
    ];

    private static readonly Gen<string> LineEnd = Gen.OneOf("\n", "\r\n", "\r", " ", "\\n", "\\r\\n", "\n  ", "\n\n", "\t");

    private static readonly Gen<string> Quote = Gen.OneOf("", "", "\"", "'", "`", "\" ");

    private static readonly Gen<string> Noise = Gen.OneOf(
        "", "", "Bag Attributes\n    friendlyName: key\n    localKeyID: 54 01 \n", "# partner key\n", "\n\n", "Schlüssel für Anna – 🔑\n",
        TestKeys.Text("test-2048-certificate.pem"), TestKeys.Text("test-2048-public.pem"), TestKeys.Pkcs1);

    private static readonly Gen<Encoding> FileEncoding = Gen.OneOf<Encoding>(
        new UTF8Encoding(false), new UTF8Encoding(true), new UnicodeEncoding(bigEndian: false, byteOrderMark: true),
        new UnicodeEncoding(bigEndian: true, byteOrderMark: true));

    private static readonly Gen<int> WrapAt = Gen.OneOf(64, 76, 1, 2000);

    [Fact]
    public void Any_form_of_a_key_has_the_same_thumbprint() =>
        Gen.Select(Gen.OneOf(Pems), LineEnd, Quote, Gen.Select(Noise, Noise), FileEncoding, WrapAt)
            .Sample((pem, lineEnd, quote, noise, encoding, wrapAt) =>
            {
                string text = noise.Item1 + Rewrap(pem, wrapAt) + noise.Item2;
                RequireSameKey(quote + text.Replace("\n", lineEnd, StringComparison.Ordinal) + quote, encoding);
            }, iter: 400);

    [Fact]
    public void Any_form_of_bare_base64_has_the_same_thumbprint() =>
        Gen.Select(Gen.OneOf(Pems), LineEnd, Quote, FileEncoding, WrapAt).Sample((pem, lineEnd, quote, encoding, wrapAt) =>
            RequireSameKey(quote + Wrap(TestKeys.Base64(pem), wrapAt).Replace("\n", lineEnd, StringComparison.Ordinal) + quote, encoding), iter: 200);

    private static void RequireSameKey(string text, Encoding encoding)
    {
        using PartnerKey fromText = PartnerKey.FromText(text, TestKeys.Passphrase);
        Assert.Equal(TestKeys.Thumbprint, fromText.Thumbprint);
        using MemoryStream stream = new([.. encoding.Preamble, .. encoding.GetBytes(text)]);
        using PartnerKey fromStream = PartnerKey.FromStream(stream, TestKeys.Passphrase);
        Assert.Equal(TestKeys.Thumbprint, fromStream.Thumbprint);
        Assert.Equal(fromText.Form, fromStream.Form);
    }

    private static string Rewrap(string pem, int width)
    {
        string[] lines = pem.TrimEnd().Split('\n');
        return $"{lines[0]}\n{Wrap(string.Concat(lines[1..^1]), width)}\n{lines[^1]}\n";
    }

    private static string Wrap(string text, int width) => string.Join('\n', text.Chunk(width).Select(line => new string(line)));
}
