namespace HelpLightning.PartnerKeys;

/// <summary>The sentences of <see cref="PartnerKeyException"/>: what was found, where, and what to type.</summary>
internal static class KeyFault
{
    private const string MakeNewPair = "Make a new pair with: hl key create --out HelpLightningKey.pem";

    public static PartnerKeyException NotFound(KeySource source) => new(
        PartnerKeyProblem.NotFound,
        source.NameIsHidden
            ? $"{source.Label} looks like the key itself. Give the name of the file that holds the key, or put the key into the environment variable HL_PARTNER_KEY."
            : $"{source.Label} does not exist. Check the path (ls -l {source.PathToType}), or "
                + (source.IsPublicHalf ? $"write the public half with: hl key public --key-file HelpLightningKey.pem --out {source.PathToType}" : $"make a new pair with: hl key create --out {source.PathToType}"));

    public static PartnerKeyException IsDirectory(KeySource source) => new(
        PartnerKeyProblem.IsDirectory,
        $"{source.Label} is a directory. Give the key file inside it; to see what is there: ls -l {source.PathToType}");

    public static PartnerKeyException NotReadable(KeySource source) => new(
        PartnerKeyProblem.NotReadable,
        $"{source.Label} cannot be read by this user. See who may: ls -l {source.PathToType}; then run as its owner, or: chmod u+r {source.PathToType}");

    public static PartnerKeyException VariableNotSet(KeySource source) => new(
        PartnerKeyProblem.VariableNotSet,
        $"{source.Label} is not set. Put the text of the private key into it, for instance: export HL_PARTNER_KEY=\"$(cat HelpLightningKey.pem)\"");

    public static PartnerKeyException Empty(KeySource source) => new(
        PartnerKeyProblem.Empty, $"{source.Label} is empty. A private key file begins with -----BEGIN PRIVATE KEY-----. {MakeNewPair}");

    public static PartnerKeyException TooLarge(KeySource source) => new(
        PartnerKeyProblem.TooLarge, $"{source.Label} is larger than 64 KiB. A private key has 1 to 4 KiB: check that this is the right file.");

    public static PartnerKeyException NotAKey(KeySource source, int length, string? lookalike = null) => new(
        PartnerKeyProblem.NotAKey,
        $"{source.Label} holds no key{(lookalike is null ? "" : $" in a form that can be read: it looks like {lookalike}")} ({length:N0} characters). "
        + $"A private key file begins with -----BEGIN PRIVATE KEY-----. {MakeNewPair}");

    public static PartnerKeyException PublicKeyOnly(KeySource source) => new(
        PartnerKeyProblem.PublicKeyOnly,
        $"{source.Label} holds only a public key. Tokens are signed with the private half, in the file that begins with -----BEGIN PRIVATE KEY-----. "
        + $"If that is lost it cannot be recovered. {MakeNewPair}");

    public static PartnerKeyException CertificateOnly(KeySource source) => new(
        PartnerKeyProblem.CertificateOnly,
        $"{source.Label} holds only a certificate. Tokens are signed with the private key that belongs to it: give the file that begins with "
        + $"-----BEGIN PRIVATE KEY-----. {MakeNewPair}");

    public static PartnerKeyException PrivateKeyGiven(KeySource source) => new(
        PartnerKeyProblem.PrivateKeyGiven,
        $"{source.Label} holds a private key where the public half belongs. Write the public half with: "
        + $"hl key public --key-file {source.PathToType} --out pub.pem");

    public static PartnerKeyException NoPublicKey(KeySource source, int length) => new(
        PartnerKeyProblem.NotAKey,
        $"{source.Label} holds no public key ({length:N0} characters). One begins with -----BEGIN PUBLIC KEY-----; write it with: "
        + "hl key public --key-file HelpLightningKey.pem --out pub.pem");

    public static PartnerKeyException WrongAlgorithm(KeySource source, string found) => new(
        PartnerKeyProblem.WrongAlgorithm,
        $"{source.Label} holds {found}. Help Lightning takes tokens signed with RS256, which needs a plain RSA key. {MakeNewPair}");

    public static PartnerKeyException OpenSsh(KeySource source) => new(
        PartnerKeyProblem.OpenSshFormat,
        $"{source.Label} holds a private key in OpenSSH's own format. Rewrite a copy of it as PKCS#8: cp {source.PathToType} key.pem && "
        + "ssh-keygen -p -m PKCS8 -f key.pem");

    public static PartnerKeyException Pkcs12(KeySource source) => new(
        PartnerKeyProblem.Pkcs12Container,
        $"{source.Label} is a PKCS#12 container (.pfx, .p12). Take the key out of it: openssl pkcs12 -in {source.PathToType} -nocerts -nodes -out key.pem");

    public static PartnerKeyException LegacyEncryption(KeySource source) => new(
        PartnerKeyProblem.LegacyEncryption,
        $"{source.Label} is encrypted in the old way (Proc-Type: 4,ENCRYPTED). Rewrite it as encrypted PKCS#8: "
        + $"openssl pkcs8 -topk8 -in {source.PathToType} -out key.pem");

    public static PartnerKeyException PassphraseMissing(KeySource source) => new(
        PartnerKeyProblem.PassphraseMissing,
        $"{source.Label} is encrypted and no passphrase was given. Set HL_PARTNER_KEY_PASSPHRASE or use --passphrase-file; "
        + $"or decrypt a copy: openssl pkey -in {source.PathToType} -out key.pem");

    public static PartnerKeyException PassphraseWrong(KeySource source) => new(
        PartnerKeyProblem.PassphraseWrong,
        $"{source.Label} is encrypted and the given passphrase does not open it. Check the passphrase (a space or line break at its end counts): "
        + $"openssl pkey -in {source.PathToType} -noout. If that opens it, it holds no plain RSA key, or is encrypted in a way unknown here "
        + $"(scrypt, for instance); a plain RSA key can be rewritten with: openssl pkcs8 -topk8 -v2 aes-256-cbc -in {source.PathToType} -out key.pem");

    public static PartnerKeyException SeveralKeys(KeySource source, int count, string half) => new(
        PartnerKeyProblem.SeveralKeys,
        $"{source.Label} holds {count} different {half} keys. Keep the one that this site uses and move the others to files of their own.");

    public static PartnerKeyException Truncated(KeySource source, string what) => new(
        PartnerKeyProblem.Truncated,
        $"{source.Label} is cut off: {what}. Copy the whole file again, from the BEGIN line to the END line.");

    public static PartnerKeyException Corrupt(KeySource source, string what) => new(
        PartnerKeyProblem.Corrupt,
        $"{source.Label} is damaged: {what}. Copy the file again from where it was made; to look at it: openssl pkey -in {source.PathToType} -noout -check");

    public static PartnerKeyException TooWeak(KeySource source, string why) => new(
        PartnerKeyProblem.TooWeak, $"{source.Label} holds an RSA key that is too weak: {why}. {MakeNewPair}");
}
