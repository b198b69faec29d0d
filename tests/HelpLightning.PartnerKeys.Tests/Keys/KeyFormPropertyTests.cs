using System.Text;
using CsCheck;

namespace HelpLightning.PartnerKeys.Tests.Keys;

/// <summary>Any mixture of habits in delivering a key gives the same key.</summary>
public sealed class KeyFormPropertyTests
{
    private static readonly Gen<string> Noise = OneOf("", "Bag Attributes\n    friendlyName: key\n", "# partner key\n", "\n\n");

    [Fact]
    public void Any_form_of_a_key_has_the_same_thumbprint() => Gen.Select(
            Gen.Bool,
            OneOf("\n", "\r\n", "\r", " ", "\\n", "\\r\\n", "\n  "),
            OneOf("", "\"", "'"),
            Noise, Noise, Gen.Bool, Gen.Bool)
        .Sample((isPkcs8, lineEnd, quote, before, after, withBom, isBase64) =>
        {
            string pem = isPkcs8 ? TestKeys.Pkcs8 : TestKeys.Pkcs1;
            string text = isBase64 ? TestKeys.Base64(pem) : before + pem + after;
            text = quote + text.Replace("\n", lineEnd, StringComparison.Ordinal) + quote;
            byte[] bytes = [.. withBom ? Encoding.UTF8.Preamble.ToArray() : [], .. Encoding.UTF8.GetBytes(text)];
            using MemoryStream stream = new(bytes);
            using PartnerKey key = PartnerKey.FromStream(stream);
            Assert.Equal(TestKeys.Thumbprint, key.Thumbprint);
        }, iter: 300);

    private static Gen<string> OneOf(params string[] choices) => Gen.Int[0, choices.Length - 1].Select(i => choices[i]);
}
