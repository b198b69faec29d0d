namespace HelpLightning.PartnerKeys;

/// <summary>
/// The findings of <see cref="PartnerKeyException"/>: what was found and where; <see cref="KeyRemedies"/> has what to do.
/// </summary>
internal static class KeyFault
{
    private const string PrivateHalf = "A private key file begins with -----BEGIN PRIVATE KEY-----";

    private const string CopyAgain = "Copy the whole file again from where it was made, from the BEGIN line to the END line";

    public static PartnerKeyException NotFound(KeySource source)
    {
        if (source.NameIsHidden)
        {
            return new(PartnerKeyProblem.NotFound, $"{source.Label} looks like the key itself.",
                KeyRemedies.Advice(
                    "Give the name of the file that holds the key, or put the key into the environment variable HL_PARTNER_KEY"));
        }

        return new(PartnerKeyProblem.NotFound, $"{source.Label} does not exist.", source.IsPublicHalf
            ? KeyRemedies.Advice("Check the path; the public half can be written anew from the private key")
            : KeyRemedies.CreateKeyAt(source, "Check the path. If there is no key yet, make a new pair"));
    }

    public static PartnerKeyException IsDirectory(KeySource source) => new(
        PartnerKeyProblem.IsDirectory, $"{source.Label} is a directory.",
        KeyRemedies.Advice("Give the key file inside it. To see what is there", $"ls -l {source.PathToType}"));

    public static PartnerKeyException NotReadable(KeySource source) => new(
        PartnerKeyProblem.NotReadable, $"{source.Label} cannot be read by this user.",
        KeyRemedies.Advice("Run as its owner, or let its owner allow it. To see who may", $"ls -l {source.PathToType}"));

    public static PartnerKeyException VariableNotSet(KeySource source) => new(
        PartnerKeyProblem.VariableNotSet, $"{source.Label} is not set.",
        KeyRemedies.Advice("Put the text of the private key into it, all of the file from the BEGIN line to the END line"));

    public static PartnerKeyException Empty(KeySource source) => new(
        PartnerKeyProblem.Empty, $"{source.Label} is empty.",
        KeyRemedies.CreateKey($"{PrivateHalf}. If there is none elsewhere, make a new pair"));

    public static PartnerKeyException TooLarge(KeySource source) => new(
        PartnerKeyProblem.TooLarge, $"{source.Label} is larger than 64 KiB.",
        KeyRemedies.Advice("A private key has 1 to 4 KiB: check that this is the right file"));

    /// <param name="source">Where it was looked for.</param>
    /// <param name="length">What was read, in characters.</param>
    /// <param name="lookalike">What it seems to be, when that is known.</param>
    public static PartnerKeyException NotAKey(KeySource source, int length, string? lookalike = null) => new(
        PartnerKeyProblem.NotAKey,
        $"{source.Label} holds no key{(lookalike is null ? "" : $" in a form that can be read: it looks like {lookalike}")} "
        + $"({length:N0} characters).",
        KeyRemedies.Advice($"{PrivateHalf}: give that file"));

    public static PartnerKeyException PublicKeyOnly(KeySource source) => new(
        PartnerKeyProblem.PublicKeyOnly, $"{source.Label} holds only a public key.",
        KeyRemedies.CreateKey($"Tokens are signed with the private half. {PrivateHalf}. "
            + "If that is lost it cannot be recovered: make a new pair"));

    public static PartnerKeyException CertificateOnly(KeySource source) => new(
        PartnerKeyProblem.CertificateOnly, $"{source.Label} holds only a certificate.",
        KeyRemedies.CreateKey($"Tokens are signed with the private key that belongs to it. {PrivateHalf}. "
            + "If that is lost it cannot be recovered: make a new pair"));

    public static PartnerKeyException PrivateKeyGiven(KeySource source, bool isUsable, bool isUsual) => new(
        PartnerKeyProblem.PrivateKeyGiven, $"{source.Label} holds a private key where the public half belongs.",
        KeyRemedies.GivePublicHalf(source, isUsable, isUsual));

    public static PartnerKeyException NoPublicKey(KeySource source, int length, string? lookalike = null) => new(
        PartnerKeyProblem.NotAKey,
        $"{source.Label} holds no public key{(lookalike is null ? "" : $": it looks like {lookalike}")} ({length:N0} characters).",
        KeyRemedies.Advice("One begins with -----BEGIN PUBLIC KEY-----; it can be written anew from the private key"));

    public static PartnerKeyException WrongAlgorithm(KeySource source, string found) => new(
        PartnerKeyProblem.WrongAlgorithm, $"{source.Label} holds {found}.",
        KeyRemedies.CreateKey("Help Lightning takes tokens signed with RS256, which needs a plain RSA key: give that one. "
            + "If the site has none, make a new pair"));

    public static PartnerKeyException OpenSsh(KeySource source) => new(
        PartnerKeyProblem.OpenSshFormat,
        $"{source.Label} holds an encrypted private key in OpenSSH's own format.",
        KeyRemedies.FromOpenSsh(source));

    public static PartnerKeyException Putty(KeySource source, bool isEncrypted) => new(
        PartnerKeyProblem.PuttyFormat,
        $"{source.Label} holds a private key in PuTTY's own format (.ppk).",
        KeyRemedies.FromPutty(source, isEncrypted));

    public static PartnerKeyException JavaKeystore(KeySource source) => new(
        PartnerKeyProblem.JavaKeystore, $"{source.Label} is a Java keystore (.jks).", KeyRemedies.FromJavaKeystore(source));

    public static PartnerKeyException OpenPgpMessage(KeySource source) => new(
        PartnerKeyProblem.OpenPgp, $"{source.Label} is encrypted by OpenPGP (GnuPG).", KeyRemedies.FromOpenPgpMessage(source));

    public static PartnerKeyException OpenPgpKey(KeySource source) => new(
        PartnerKeyProblem.OpenPgp, $"{source.Label} holds a key of OpenPGP (GnuPG), which is no RSA key file.",
        KeyRemedies.Advice($"A key for mail and signatures is not the partner key. {PrivateHalf}: give that file"));

    public static PartnerKeyException Pkcs12(KeySource source, bool isLegacy) => new(
        PartnerKeyProblem.Pkcs12Container,
        $"{source.Label} is a PKCS#12 container (.pfx, .p12).",
        KeyRemedies.FromPkcs12(source, isLegacy));

    public static PartnerKeyException LegacyEncryption(KeySource source) => new(
        PartnerKeyProblem.LegacyEncryption,
        $"{source.Label} is encrypted in the old way (Proc-Type: 4,ENCRYPTED).",
        KeyRemedies.EncryptAnew(source, isLegacy: false));

    public static PartnerKeyException UnsupportedEncryption(KeySource source, EncryptedKeyInfo info) => new(
        PartnerKeyProblem.UnsupportedEncryption, $"{source.Label} is encrypted by a method that is not read here: {info.Method}.",
        KeyRemedies.EncryptAnew(source, info.IsLegacy));

    public static PartnerKeyException TooManyRounds(KeySource source, long rounds) => new(
        PartnerKeyProblem.TooManyRounds,
        $"{source.Label} is encrypted with {(rounds == long.MaxValue ? "too many" : $"{rounds:N0}")} rounds, "
        + $"and {EncryptedKeyInfo.MostRounds:N0} are the most that are tried.",
        KeyRemedies.EncryptAnew(source, isLegacy: false));

    public static PartnerKeyException PassphraseMissing(KeySource source) => new(
        PartnerKeyProblem.PassphraseMissing,
        $"{source.Label} is encrypted and no passphrase was given.",
        KeyRemedies.GivePassphrase(source));

    public static PartnerKeyException PassphraseWrong(KeySource source) => new(
        PartnerKeyProblem.PassphraseWrong, $"{source.Label} is encrypted and the given passphrase does not open it.",
        KeyRemedies.Advice("Check the passphrase: a space or line break at its end counts"));

    public static PartnerKeyException SeveralKeys(KeySource source, int count, string half) => new(
        PartnerKeyProblem.SeveralKeys, $"{source.Label} holds {count} different {half} keys.",
        KeyRemedies.Advice("Keep the one that this site uses and move the others to files of their own"));

    public static PartnerKeyException Truncated(KeySource source, string what) => new(
        PartnerKeyProblem.Truncated, $"{source.Label} is cut off: {what}.", KeyRemedies.Advice(CopyAgain));

    public static PartnerKeyException Corrupt(KeySource source, string what) => new(
        PartnerKeyProblem.Corrupt, $"{source.Label} is damaged: {what}.", KeyRemedies.Advice(CopyAgain));

    public static PartnerKeyException TooWeak(KeySource source, string why) => new(
        PartnerKeyProblem.TooWeak, $"{source.Label} holds an RSA key that is too weak: {why}.",
        KeyRemedies.CreateKey("Help Lightning cannot be meant to hold it: make a new pair"));
}
