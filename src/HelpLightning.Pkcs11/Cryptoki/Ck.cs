namespace HelpLightning.Pkcs11.Cryptoki;

/// <summary>The constants of PKCS#11 v2.40 that are used here, under their own names without the prefix's underscore.</summary>
internal static class Ck
{
    public const uint MechanismKeyPairRsa = 0x0;
    public const uint MechanismRsaPkcs = 0x1;
    public const uint MechanismSha256RsaPkcs = 0x40;

    public const uint ClassCertificate = 1;
    public const uint ClassPublicKey = 2;
    public const uint ClassPrivateKey = 3;

    public const uint KeyTypeRsa = 0;

    public const uint AttributeClass = 0x0;
    public const uint AttributeToken = 0x1;
    public const uint AttributePrivate = 0x2;
    public const uint AttributeLabel = 0x3;
    public const uint AttributeValue = 0x11;
    public const uint AttributeKeyType = 0x100;
    public const uint AttributeId = 0x102;
    public const uint AttributeSensitive = 0x103;
    public const uint AttributeSign = 0x108;
    public const uint AttributeVerify = 0x10A;
    public const uint AttributeModulus = 0x120;
    public const uint AttributeModulusBits = 0x121;
    public const uint AttributePublicExponent = 0x122;
    public const uint AttributeExtractable = 0x162;
    public const uint AttributeAlwaysAuthenticate = 0x202;

    public const uint UserNormal = 1;
    public const uint UserContextSpecific = 2;

    public const uint OpenReadWrite = 0x2;
    public const uint OpenSerial = 0x4;

    /// <summary>CKF_OS_LOCKING_OK.</summary>
    public const uint OsLockingOk = 0x2;

    public const uint TokenLoginRequired = 0x4;
    public const uint TokenUserPinInitialized = 0x8;
    public const uint TokenProtectedAuthenticationPath = 0x100;
    public const uint TokenInitialized = 0x400;
    public const uint TokenUserPinFinalTry = 0x20000;
    public const uint TokenUserPinLocked = 0x40000;
}
