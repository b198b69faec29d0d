using System.Security.Cryptography;

namespace HelpLightning.PartnerKeys;

/// <summary>One thing in an input that is a key, a certificate or something like them.</summary>
/// <param name="Label">What it calls itself; safe to show.</param>
/// <param name="IsPrivate">It is, or claims to be, a private key.</param>
/// <param name="Der">Its structure; empty when it is refused for what it is.</param>
/// <param name="Encoding">How the structure was written.</param>
/// <param name="Syntax">When it is not told by the structure, because that was made here.</param>
/// <param name="Refusal">Why it cannot be used, when that is known without reading the structure.</param>
internal sealed record KeyBlock(
    string Label, bool IsPrivate, byte[] Der, PartnerKeyEncoding Encoding,
    PartnerKeySyntax? Syntax = null, PartnerKeyException? Refusal = null)
{
    public static KeyBlock OfDer(string label, byte[] der, PartnerKeyEncoding encoding, bool isLabelledPrivate = false) =>
        new(label, isLabelledPrivate || DerStructure.Classify(der).IsPrivate, der, encoding);

    public static KeyBlock Refused(string label, bool isPrivate, PartnerKeyException refusal) =>
        new(label, isPrivate, [], PartnerKeyEncoding.Pem, Refusal: refusal);

    public void Wipe() => CryptographicOperations.ZeroMemory(Der);
}
