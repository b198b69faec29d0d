using System.Security.Cryptography;

namespace HelpLightning.PartnerKeys;

/// <content>
/// Reading a key from where it is kept. Accepted forms: PKCS#8, PKCS#1 and encrypted PKCS#8, each as PEM, DER, bare base64
/// or hex; JWK, RSAKeyValue and OpenSSH's own; each once more in base64 or in any of the disguises that mail, templates and
/// configuration formats give to a text; and beside its certificate or public key.
/// </content>
public sealed partial class PartnerKey
{
    /// <summary>Reads a key from a file, in any form that docs/keys.md names.</summary>
    /// <param name="path">The file; at most 64 KiB. Or <c>credential:NAME</c>: see <see cref="SystemdCredential"/>.</param>
    /// <param name="passphrase">For an encrypted key.</param>
    /// <exception cref="PartnerKeyException">The file holds no usable key; <see cref="PartnerKeyException.Problem"/> says why.</exception>
    public static PartnerKey FromFile(string path, ReadOnlySpan<char> passphrase = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        path = SystemdCredential.PathOf(path);
        KeySource source = KeySource.File(path);
        (byte[] bytes, PartnerKeyWarning? warning) = KeyFile.Read(path, source);
        try
        {
            using KeyInput input = KeyInput.FromBytes(bytes, source);
            return Read(input, passphrase, source, warning is null ? [] : [warning]);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    /// <summary>Reads a key from a stream, to its end.</summary>
    /// <inheritdoc cref="FromFile" path="/exception"/>
    /// <param name="stream">At most 64 KiB; left open.</param>
    /// <param name="passphrase">For an encrypted key.</param>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static PartnerKey FromStream(Stream stream, ReadOnlySpan<char> passphrase = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        byte[] bytes = KeyFile.ReadToEnd(stream, KeySource.Stream);
        try
        {
            using KeyInput input = KeyInput.FromBytes(bytes, KeySource.Stream);
            return Read(input, passphrase, KeySource.Stream, []);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    /// <summary>Reads a key from the content of a file that was read already, in any form that docs/keys.md names.</summary>
    /// <param name="content">At most 64 KiB; not kept. Wipe it afterwards.</param>
    /// <param name="passphrase">For an encrypted key.</param>
    /// <param name="path">Where it was read, so that errors name it; null for bytes that are no file's.</param>
    /// <exception cref="PartnerKeyException">The bytes hold no usable key; <see cref="PartnerKeyException.Problem"/> says why.</exception>
    public static PartnerKey FromBytes(ReadOnlySpan<byte> content, ReadOnlySpan<char> passphrase = default, string? path = null)
    {
        KeySource source = path is null ? KeySource.Bytes : KeySource.File(path);
        using KeyInput input = KeyInput.FromBytes(content, source);
        return Read(input, passphrase, source, []);
    }

    /// <summary>Reads a key from text: PEM, JWK, XML, base64 or hex.</summary>
    /// <param name="text">At most 64 Ki characters.</param>
    /// <param name="passphrase">For an encrypted key.</param>
    /// <param name="variable">The environment variable that held it, so that errors name it; null for a text that is no variable's.</param>
    /// <exception cref="PartnerKeyException">The text holds no usable key; <see cref="PartnerKeyException.Problem"/> says why.</exception>
    public static PartnerKey FromText(ReadOnlySpan<char> text, ReadOnlySpan<char> passphrase = default, string? variable = null)
    {
        KeySource source = variable is null ? KeySource.Text : KeySource.Variable(variable);
        using KeyInput input = KeyInput.FromText(text, source);
        return Read(input, passphrase, source, []);
    }

    /// <summary>Reads a key from an environment variable that holds its text.</summary>
    /// <param name="name">The variable's name, for instance <c>HL_PARTNER_KEY</c>.</param>
    /// <param name="passphrase">For an encrypted key.</param>
    /// <exception cref="PartnerKeyException">The variable is not set or holds no usable key.</exception>
    public static PartnerKey FromEnvironmentVariable(string name, ReadOnlySpan<char> passphrase = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        string? text = Environment.GetEnvironmentVariable(name);
        return string.IsNullOrEmpty(text) ? throw KeyFault.VariableNotSet(KeySource.Variable(name)) : FromText(text, passphrase, name);
    }

    private static PartnerKey Read(KeyInput input, ReadOnlySpan<char> passphrase, KeySource source, PartnerKeyWarning[] warnings)
    {
        (RSA rsa, PartnerKeyForm form) = PrivateKeyReader.Read(input, passphrase, source);
        return new PartnerKey(rsa, form, warnings);
    }
}
