namespace HelpLightning.PartnerKeys;

/// <summary>Why a key was refused. Each comes with a message that says what was found, where, and what to do.</summary>
public enum PartnerKeyProblem
{
    /// <summary>There is no such file.</summary>
    NotFound,

    /// <summary>The path names a directory.</summary>
    IsDirectory,

    /// <summary>The file exists, but this process may not read it or reading failed.</summary>
    NotReadable,

    /// <summary>The environment variable is not set, or is empty.</summary>
    VariableNotSet,

    /// <summary>There is nothing, or only white space.</summary>
    Empty,

    /// <summary>More than 64 KiB: no key is that long.</summary>
    TooLarge,

    /// <summary>Nothing that looks like a key.</summary>
    NotAKey,

    /// <summary>Only a public key, where a private one is needed.</summary>
    PublicKeyOnly,

    /// <summary>Only a certificate, where a private key is needed.</summary>
    CertificateOnly,

    /// <summary>A private key, where only the public half belongs.</summary>
    PrivateKeyGiven,

    /// <summary>A key of another algorithm: elliptic curve, Ed25519, DSA, or RSA restricted to PSS signatures.</summary>
    WrongAlgorithm,

    /// <summary>OpenSSH's own private key format.</summary>
    OpenSshFormat,

    /// <summary>A PKCS#12 (.pfx, .p12) container.</summary>
    Pkcs12Container,

    /// <summary>A PuTTY private key (.ppk).</summary>
    PuttyFormat,

    /// <summary>A Java keystore (.jks, .jceks).</summary>
    JavaKeystore,

    /// <summary>Something of OpenPGP (GnuPG): a key of its own kind, or a file that it encrypted.</summary>
    OpenPgp,

    /// <summary>PEM encryption by <c>Proc-Type</c> header (RFC 1421), which is weak and not supported.</summary>
    LegacyEncryption,

    /// <summary>Encrypted by a method that is not read here: scrypt, Camellia, RC4 and the like.</summary>
    UnsupportedEncryption,

    /// <summary>Encrypted with more than 10 million rounds, which would keep a processor busy for many seconds.</summary>
    TooManyRounds,

    /// <summary>The key is encrypted and no passphrase was given.</summary>
    PassphraseMissing,

    /// <summary>The passphrase does not open the key.</summary>
    PassphraseWrong,

    /// <summary>Two or more different private keys (or public keys, where one was asked for).</summary>
    SeveralKeys,

    /// <summary>The key ends too early.</summary>
    Truncated,

    /// <summary>The key is damaged, or its numbers do not belong together.</summary>
    Corrupt,

    /// <summary>Under 1024 bits, or with an unusable exponent.</summary>
    TooWeak,

    /// <summary>A key's URI that cannot be read, or whose scheme nothing here opens.</summary>
    UriUnusable,

    /// <summary>What leads to the key cannot be loaded: a PKCS#11 module, a provider or engine of OpenSSL.</summary>
    ModuleUnusable,

    /// <summary>There is no such token: the hardware is not plugged in, or has another name.</summary>
    TokenNotFound,

    /// <summary>The token or key service has no such key, or several.</summary>
    KeyNotFound,

    /// <summary>The token wants a PIN and none was given.</summary>
    PinMissing,

    /// <summary>The token refuses the PIN. It was tried once.</summary>
    PinWrong,

    /// <summary>The token is locked, or would be after one more wrong PIN; so no PIN was tried.</summary>
    PinLocked,

    /// <summary>The key is there, but may not be used to sign: by its attributes, its state, or who asks.</summary>
    SigningForbidden,

    /// <summary>The hardware or key service, or what leads to it, failed.</summary>
    DeviceFailed,
}
