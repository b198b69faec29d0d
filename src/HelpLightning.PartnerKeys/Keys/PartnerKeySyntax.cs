namespace HelpLightning.PartnerKeys;

/// <summary>The structures a private key comes in.</summary>
public enum PartnerKeySyntax
{
    /// <summary>PrivateKeyInfo (RFC 5958), the form that Help Lightning's own page hands out.</summary>
    Pkcs8,

    /// <summary>RSAPrivateKey (RFC 8017 appendix A.1.2).</summary>
    Pkcs1,

    /// <summary>EncryptedPrivateKeyInfo (RFC 5958 section 3).</summary>
    EncryptedPkcs8,

    /// <summary>JSON Web Key (RFC 7517, RFC 7518 section 6.3).</summary>
    Jwk,

    /// <summary>The XML of .NET Framework, an RSAKeyValue with the private half added.</summary>
    RsaKeyValue,

    /// <summary>OpenSSH's own private key format, not encrypted.</summary>
    OpenSsh,
}
