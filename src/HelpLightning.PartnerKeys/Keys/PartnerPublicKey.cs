using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace HelpLightning.PartnerKeys;

/// <summary>
/// The public half of a partner key: what Help Lightning holds, and what a verifier checks tokens with. Safe to share
/// between threads. It holds nothing secret.
/// </summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable",
    Justification = "It holds no secret and is shared by verifiers that outlive each other; "
        + "the runtime frees the native key with the last of them.")]
public sealed class PartnerPublicKey
{
    private readonly RSA _rsa;

    private PartnerPublicKey(RSA rsa)
    {
        _rsa = rsa;
        KeySizeInBits = rsa.KeySize;
        Thumbprint = Convert.ToHexStringLower(SHA256.HashData(rsa.ExportSubjectPublicKeyInfo()));
    }

    /// <summary>The length of the modulus in bits.</summary>
    public int KeySizeInBits { get; }

    /// <summary>The length of a signature in bytes.</summary>
    public int SignatureLength => (KeySizeInBits + 7) / 8;

    /// <summary>SHA-256 of the SubjectPublicKeyInfo (RFC 5280) as 64 lower-case hex digits.</summary>
    public string Thumbprint { get; }

    /// <summary>
    /// Reads a public key from text: SubjectPublicKeyInfo, PKCS#1 or a certificate, as PEM, base64 or hex; JWK; or one of SSH.
    /// </summary>
    /// <exception cref="PartnerKeyException">The text holds no usable RSA public key.</exception>
    public static PartnerPublicKey FromText(ReadOnlySpan<char> text)
    {
        using KeyInput input = KeyInput.FromText(text, KeySource.Text);
        return new PartnerPublicKey(PublicKeyReader.Read(input, KeySource.Text));
    }

    /// <summary>
    /// Reads a public key from bytes, as a key service hands them out: SubjectPublicKeyInfo, PKCS#1 or a certificate in DER; or any
    /// form that <see cref="FromText"/> reads.
    /// </summary>
    /// <param name="content">At most 64 KiB; not kept.</param>
    /// <exception cref="PartnerKeyException">The bytes hold no usable RSA public key.</exception>
    public static PartnerPublicKey FromBytes(ReadOnlySpan<byte> content)
    {
        using KeyInput input = KeyInput.FromBytes(content, KeySource.Bytes);
        return new PartnerPublicKey(PublicKeyReader.Read(input, KeySource.Bytes));
    }

    /// <summary>
    /// Reads a public key from a file: SubjectPublicKeyInfo, PKCS#1 or a certificate, as PEM, DER, base64 or hex; JWK; or one of SSH.
    /// </summary>
    /// <exception cref="PartnerKeyException">The file holds no usable RSA public key.</exception>
    public static PartnerPublicKey FromFile(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        KeySource source = KeySource.File(path, isPublicHalf: true);
        (byte[] bytes, _) = KeyFile.Read(path, source);
        using KeyInput input = KeyInput.FromBytes(bytes, source);
        return new PartnerPublicKey(PublicKeyReader.Read(input, source));
    }

    /// <summary>PEM, SubjectPublicKeyInfo: <c>-----BEGIN PUBLIC KEY-----</c>, ending with a line break.</summary>
    public string ToPem() => _rsa.ExportSubjectPublicKeyInfoPem() + "\n";

    /// <summary>Size and thumbprint.</summary>
    public override string ToString() => $"RSA {KeySizeInBits} bits, thumbprint {Thumbprint}";

    internal static PartnerPublicKey FromParameters(RSAParameters publicHalf) => new(RSA.Create(publicHalf));

    /// <summary>RS256 over a SHA-256 hash.</summary>
    internal bool VerifyHash(ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature) =>
        _rsa.VerifyHash(hash, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
}
