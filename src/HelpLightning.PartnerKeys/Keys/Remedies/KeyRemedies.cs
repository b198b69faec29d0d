using HelpLightning.Files;
using HelpLightning.Shell;

namespace HelpLightning.PartnerKeys;

/// <summary>
/// The remedies for keys that are refused, all worded here, so that three rules hold for each: what it writes does not
/// exist yet, what it reads is not changed, and none asks for a new pair where the key that is there can be used.
/// </summary>
internal static class KeyRemedies
{
    private const string AsOwnFile = "Write it into a file of its own first; the command is told when that file is given";

    /// <summary>Windows PowerShell does not know <c>&amp;&amp;</c>.</summary>
    private static string Then => OperatingSystem.IsWindows() ? ";" : "&&";

    public static PartnerKeyRemedy Advice(string words) => new(PartnerKeyRemedyKind.Advice, words);

    /// <summary>Something that shows or changes no more than permissions.</summary>
    public static PartnerKeyRemedy Advice(string words, string command) => Advice(words) with { Command = command };

    /// <summary>For what holds no key that could be used.</summary>
    public static PartnerKeyRemedy CreateKey(string words) =>
        new(PartnerKeyRemedyKind.CreateKey, words) { NewFile = ShellWord.Path(FreeName.Of("HelpLightningKey", ".pem")) };

    /// <summary>For a file that is not there, whose name is the new one's if its folder is there.</summary>
    public static PartnerKeyRemedy CreateKeyAt(KeySource source, string words) =>
        source.FilePath is { Length: > 0 } path && Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path)))
            ? new(PartnerKeyRemedyKind.CreateKey, words) { NewFile = ShellWord.Path(path) }
            : CreateKey(words);

    /// <param name="source">Where the private key is.</param>
    /// <param name="isUsable">It is one that is read here, so that a public half can be made of it.</param>
    /// <param name="isUsual">It is in a form that openssl reads, too.</param>
    public static PartnerKeyRemedy GivePublicHalf(KeySource source, bool isUsable, bool isUsual)
    {
        PartnerKeyRemedy remedy = new(
            PartnerKeyRemedyKind.GivePublicHalf, "Give the public half alone, which begins with -----BEGIN PUBLIC KEY-----");
        if (!isUsable)
        {
            return remedy;
        }

        string newFile = ShellWord.Path(FreeName.Of("pub", ".pem"));
        return remedy with
        {
            NewFile = newFile,
            File = source.FilePath is { } path && ShellFeed.CanBeReadAgain(path) ? ShellWord.Path(path) : null,
            Command = isUsual ? ShellFeed.Of(source)?.Into("openssl pkey", "-in", $"-pubout -out {newFile}") : null,
        };
    }

    public static PartnerKeyRemedy GivePassphrase(KeySource source) => Writing(
        PartnerKeyRemedyKind.GivePassphrase, source, "plain", "Give the passphrase; or decrypt a copy", "Give the passphrase",
        static (feed, file) => feed.Into("openssl pkey", "-in", $"-out {file}"));

    /// <param name="source">Where the key is.</param>
    /// <param name="isLegacy">OpenSSL 3 reads it only when its provider of old methods is loaded.</param>
    public static PartnerKeyRemedy EncryptAnew(KeySource source, bool isLegacy) => Convert(
        source, "Encrypt a copy of it in today's way (openssl pkcs8 -topk8 -v2 aes-256-cbc)", "pkcs8",
        (feed, file) => feed.Into(
            "openssl pkcs8 -topk8 -v2 aes-256-cbc -iter 600000", "-in",
            $"-out {file}{(isLegacy ? " -provider legacy -provider default" : "")}"));

    public static PartnerKeyRemedy FromOpenSsh(KeySource source) => Convert(
        source, "Rewrite a copy of it as PKCS#8 (ssh-keygen -p -m PKCS8)", "pkcs8",
        static (feed, file) => $"{feed.Copy(file)} {Then} ssh-keygen -p -m PKCS8 -f {file}");

    /// <param name="source">Where the container is.</param>
    /// <param name="isLegacy">It is encrypted with RC2 or RC4, which OpenSSL 3 opens only when asked for.</param>
    public static PartnerKeyRemedy FromPkcs12(KeySource source, bool isLegacy) => Convert(
        source, "Take the key out of it, into a file that is not encrypted (openssl pkcs12 -nocerts -nodes)", "plain",
        (feed, file) => feed.Into($"openssl pkcs12{(isLegacy ? " -legacy" : "")}", "-in", $"-nocerts -nodes -out {file}"));

    /// <param name="source">Where the key is.</param>
    /// <param name="isEncrypted">The copy is not; the old PEM encryption that puttygen would give it is refused here.</param>
    public static PartnerKeyRemedy FromPutty(KeySource source, bool isEncrypted) => Convert(
        source, "Write a copy of it that is not encrypted (puttygen -O private-openssh)", "plain",
        // On Windows puttygen is a window, and takes no such options.
        (feed, file) => feed.PlainFile is { } putty && !OperatingSystem.IsWindows()
            ? $"puttygen {putty} -O private-openssh -o {file}{(isEncrypted ? " --new-passphrase /dev/null" : "")}"
            : null);

    public static PartnerKeyRemedy FromJavaKeystore(KeySource source) => Convert(
        source, "Take the key out of it, into a file that is not encrypted (keytool -importkeystore, then openssl pkcs12)", "plain",
        (feed, file) =>
        {
            if (feed.PlainFile is not { } store)
            {
                return null;
            }

            string container = ShellWord.Path(FreeName.Beside(source.FilePath!, "pkcs12", ".p12"));
            return $"keytool -importkeystore -srckeystore {store} -destkeystore {container} -deststoretype PKCS12 {Then} "
                + $"openssl pkcs12 -in {container} -nocerts -nodes -out {file}";
        });

    public static PartnerKeyRemedy FromOpenPgpMessage(KeySource source) => Convert(
        source, "Decrypt a copy of it (gpg --decrypt)", "plain",
        static (feed, file) => feed.PlainFile is { } message ? Private($"gpg --output {file} --decrypt {message}") : null);

    private static PartnerKeyRemedy Convert(KeySource source, string words, string suffix, Func<ShellFeed, string, string?> command) =>
        Writing(PartnerKeyRemedyKind.Convert, source, suffix, words, $"{words}. {AsOwnFile}", command);

    /// <summary>What a command writes is its owner's alone; on Windows the folder's permissions decide.</summary>
    private static string Private(string command) => OperatingSystem.IsWindows() ? command : $"(umask 077 && {command})";

    private static PartnerKeyRemedy Writing(
        PartnerKeyRemedyKind kind, KeySource source, string suffix,
        string words, string wordsWithoutCommand, Func<ShellFeed, string, string?> command)
    {
        string newFile = ShellWord.Path(
            source.FilePath is { } path
                ? FreeName.Beside(path, suffix)
                : FreeName.Of($"HelpLightningKey-{suffix}", ".pem"));
        return ShellFeed.Of(source) is { } feed && command(feed, newFile) is { } typed
            ? new PartnerKeyRemedy(kind, words) { Command = typed, File = feed.PlainFile, NewFile = newFile }
            : new PartnerKeyRemedy(kind, wordsWithoutCommand);
    }
}
