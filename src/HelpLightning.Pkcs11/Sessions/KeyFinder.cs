using System.Security.Cryptography;
using System.Text;
using HelpLightning.PartnerKeys;
using HelpLightning.Pkcs11.Cryptoki;
using HelpLightning.Pkcs11.Faults;
using HelpLightning.Pkcs11.Uris;

namespace HelpLightning.Pkcs11.Sessions;

/// <summary>Which private key of a token a URI means, and its public half. Inside the gate, after the login.</summary>
internal sealed class KeyFinder(TokenObjects objects, TokenInSlot token, Pkcs11Uri uri)
{
    public nuint Find()
    {
        byte[]? label = uri.Object is null ? null : Encoding.UTF8.GetBytes(uri.Object);
        IReadOnlyList<nuint> found = objects.Find(Ck.ClassPrivateKey, label, uri.Id);
        if (found.Count == 0)
        {
            throw NotFound();
        }

        nuint[] rsa = [.. found.Where(IsRsa)];
        return rsa.Length switch
        {
            1 => rsa[0],
            0 => throw Fault.Of(
                PartnerKeyProblem.WrongAlgorithm, $"{Describe(found[0])} on the token {Fault.Quoted(token.Label)} is no RSA key.",
                "Help Lightning takes RSA keys only. Make one of 2048 bits: pkcs11-tool --keypairgen --key-type rsa:2048"),
            _ => throw Fault.Of(
                PartnerKeyProblem.KeyNotFound,
                $"The key's URI means {rsa.Length} keys of the token {Fault.Quoted(token.Label)}: "
                + $"{string.Join(", ", rsa.Take(10).Select(Describe))}.",
                "Add what tells them apart: object=LABEL, or id= and the bytes of the id, each as % and two hex digits"),
        };
    }

    /// <summary>
    /// From the private object itself, the public one of the same id or label, or a certificate of the same id: tokens keep one or the
    /// other.
    /// </summary>
    public PartnerPublicKey PublicHalf(nuint key)
    {
        byte[]? id = objects.Value(key, Ck.AttributeId);
        byte[]? label = objects.Value(key, Ck.AttributeLabel);
        if (Numbers(key) is { } own)
        {
            return own;
        }

        IEnumerable<nuint> publicKeys = [
            .. id is { Length: > 0 } ? objects.Find(Ck.ClassPublicKey, id: id) : [],
            .. label is { Length: > 0 } ? objects.Find(Ck.ClassPublicKey, label) : [],
        ];
        return publicKeys.Select(Numbers).FirstOrDefault(static one => one is not null)
            ?? (id is { Length: > 0 } ? FromCertificate(id) : null)
            ?? throw Fault.Of(
                PartnerKeyProblem.KeyNotFound,
                $"{Describe(key)} on the token {Fault.Quoted(token.Label)} tells no public half: it has no CKA_MODULUS, "
                + "and neither a public key nor a certificate has its id.",
                "Write the public half onto the token, with the same id: pkcs11-tool --write-object --type pubkey --id ID");
    }

    public string Describe(nuint key)
    {
        string label = Encoding.UTF8.GetString(objects.Value(key, Ck.AttributeLabel) ?? []);
        byte[] id = objects.Value(key, Ck.AttributeId) ?? [];
        return id.Length == 0 ? $"the key {Fault.Quoted(label)}" : $"the key {Fault.Quoted(label)} (id={Percent(id)})";
    }

    private static string Percent(byte[] id) => string.Concat(id.Select(static b => $"%{b:X2}"));

    /// <summary>A key that tells no type is taken for what it is meant to be; the module refuses it when it is not.</summary>
    private bool IsRsa(nuint key) => objects.Number(key, Ck.AttributeKeyType) is null or Ck.KeyTypeRsa;

    private PartnerPublicKey? Numbers(nuint handle)
    {
        byte[] modulus = objects.Value(handle, Ck.AttributeModulus) ?? [];
        byte[] exponent = objects.Value(handle, Ck.AttributePublicExponent) ?? [];
        if (modulus.Length == 0 || exponent.Length == 0)
        {
            return null;
        }

        try
        {
            using RSA rsa = RSA.Create(new RSAParameters { Modulus = Trimmed(modulus), Exponent = Trimmed(exponent) });
            return PartnerPublicKey.FromText(rsa.ExportSubjectPublicKeyInfoPem());
        }
        catch (CryptographicException)
        {
            throw Fault.Of(
                PartnerKeyProblem.Corrupt,
                $"{Describe(handle)} on the token {Fault.Quoted(token.Label)} tells numbers that are no RSA key.",
                "See whether another program can use the key: pkcs11-tool --read-object --type pubkey");
        }
    }

    private static byte[] Trimmed(byte[] number) => number.AsSpan().TrimStart((byte)0).ToArray();

    private PartnerPublicKey? FromCertificate(byte[] id) => objects.Find(Ck.ClassCertificate, id: id)
        .Select(certificate => objects.Value(certificate, Ck.AttributeValue))
        .OfType<byte[]>()
        .Select(static der => PartnerPublicKey.FromText(PemEncoding.WriteString("CERTIFICATE", der)))
        .FirstOrDefault();

    private PartnerKeyException NotFound()
    {
        string?[] wanted = [uri.Object is { } label ? $"label {Fault.Quoted(label)}" : null, uri.Id is { } id ? $"id={Percent(id)}" : null];
        string with = string.Join(" and ", wanted.OfType<string>());
        IReadOnlyList<nuint> all = objects.Find(Ck.ClassPrivateKey);
        return Fault.Of(
            PartnerKeyProblem.KeyNotFound,
            $"The token {Fault.Quoted(token.Label)} has no private key{(with.Length > 0 ? $" with {with}" : "")}. "
            + (all.Count == 0 ? "It has none at all." : $"There is {string.Join(", ", all.Take(10).Select(Describe))}."),
            all.Count == 0
                ? "Make one on the token, or import one. If there should be one, see whether the token shows it only to who is logged in"
                : "Write object=LABEL or id= as the token has it");
    }
}
