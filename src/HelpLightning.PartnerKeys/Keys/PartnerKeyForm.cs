namespace HelpLightning.PartnerKeys;

/// <summary>The form in which a private key was found.</summary>
/// <param name="Syntax">Which structure the key is in.</param>
/// <param name="Encoding">How that structure is written.</param>
public sealed record PartnerKeyForm(PartnerKeySyntax Syntax, PartnerKeyEncoding Encoding)
{
    /// <summary>For people: "PKCS#8, PEM".</summary>
    public override string ToString()
    {
        string syntax = Syntax switch
        {
            PartnerKeySyntax.Pkcs1 => "PKCS#1",
            PartnerKeySyntax.EncryptedPkcs8 => "encrypted PKCS#8",
            PartnerKeySyntax.Jwk => "JWK",
            PartnerKeySyntax.RsaKeyValue => "RSAKeyValue",
            PartnerKeySyntax.OpenSsh => "OpenSSH",
            _ => "PKCS#8",
        };
        string encoding = Encoding switch
        {
            PartnerKeyEncoding.Der => "DER",
            PartnerKeyEncoding.Base64 => "bare base64",
            PartnerKeyEncoding.Hex => "hex",
            PartnerKeyEncoding.Json => "JSON",
            PartnerKeyEncoding.Xml => "XML",
            _ => "PEM",
        };
        return $"{syntax}, {encoding}";
    }
}
