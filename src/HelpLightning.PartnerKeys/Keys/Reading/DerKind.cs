namespace HelpLightning.PartnerKeys;

/// <summary>What a DER structure is, as far as keys are concerned.</summary>
internal enum DerKind
{
    Unknown,
    Truncated,
    Pkcs8,
    EncryptedPkcs8,
    Pkcs1PrivateKey,
    EcPrivateKey,
    DsaPrivateKey,
    SubjectPublicKeyInfo,
    Pkcs1PublicKey,
    Certificate,
    CertificateRequest,
    Pkcs12,
}
