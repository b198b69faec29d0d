using Org.BouncyCastle.Bcpg;
using Org.BouncyCastle.Bcpg.OpenPgp;
using Org.BouncyCastle.Security;

namespace HelpLightning.Export;

/// <summary>
/// A file encrypted with a passphrase as an OpenPGP message, which <c>gpg --decrypt</c> opens: AES-256, a key from the passphrase by
/// iterated and salted SHA-256, and a code that tells whether anything was changed (RFC 4880). Memory does not grow with its length.
/// </summary>
internal static class OpenPgpMessage
{
    private const int BufferSize = 64 * 1024;

    /// <summary>The largest that there is: 65,011,712 bytes are hashed for one guess at the passphrase (RFC 4880, 3.7.1.3).</summary>
    private const int IterationCode = 0xff;

    /// <param name="output">Where the message goes; not closed.</param>
    /// <param name="passphrase">What opens it.</param>
    /// <param name="name">The name of the file inside.</param>
    /// <param name="time">The time of the file inside.</param>
    /// <param name="write">Writes the file's content.</param>
    public static void Write(Stream output, string passphrase, string name, DateTimeOffset time, Action<Stream> write)
    {
        PgpEncryptedDataGenerator encryption = new(SymmetricKeyAlgorithmTag.Aes256, withIntegrityPacket: true, new SecureRandom());
        char[] characters = passphrase.ToCharArray();
        encryption.AddMethodUtf8(characters, HashAlgorithmTag.Sha256, IterationCode);
        Array.Clear(characters);
        using Stream encrypted = encryption.Open(output, new byte[BufferSize]);
        PgpLiteralDataGenerator literal = new();
        using Stream content = literal.Open(encrypted, PgpLiteralData.Binary, name, time.UtcDateTime, new byte[BufferSize]);
        write(content);
    }
}
