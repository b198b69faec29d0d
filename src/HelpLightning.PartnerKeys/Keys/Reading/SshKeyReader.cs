using System.Security.Cryptography;
using HelpLightning.Secrets;

namespace HelpLightning.PartnerKeys;

/// <summary>
/// Keys in the forms of SSH: a public key in one line (<c>ssh-rsa AAAA…</c>) or between lines (RFC 4716), and OpenSSH's own
/// private key format (PROTOCOL.key of OpenSSH), of which the encrypted ones are left to ssh-keygen.
/// </summary>
internal static class SshKeyReader
{
    private const string RsaBegin = "AAAAB3NzaC1yc2E";

    /// <summary>16,384 bits and a sign. Dividing longer ones, which are no key, would take minutes.</summary>
    private const int LongestNumber = 2049;

    private static ReadOnlySpan<byte> Magic => "openssh-key-v1\0"u8;

    /// <summary>Public keys in the form of authorized_keys, one in a line.</summary>
    public static List<KeyBlock> ReadPublicLines(ReadOnlySpan<char> text, KeySource source)
    {
        List<KeyBlock> blocks = [];
        foreach (ReadOnlySpan<char> line in text.EnumerateLines())
        {
            if (PublicLine(line.Trim(), source) is { } block)
            {
                blocks.Add(block);
            }
        }

        return blocks;
    }

    /// <summary>The public key between the lines of RFC 4716, whose headers were dropped.</summary>
    public static KeyBlock ReadPublic(byte[] blob, KeySource source)
    {
        const string Label = "SSH2 PUBLIC KEY";
        return SshWire.PublicKeyOf(blob) is { } der
            ? new KeyBlock(Label, IsPrivate: false, der, PartnerKeyEncoding.Pem, PartnerKeySyntax.OpenSsh)
            : KeyBlock.Refused(Label, isPrivate: false, KeyFault.WrongAlgorithm(source, SshWire.NameOf(blob)));
    }

    public static KeyBlock ReadPrivate(ReadOnlySpan<byte> container, KeySource source)
    {
        const string Label = "OPENSSH PRIVATE KEY";
        SshWire wire = new(container.StartsWith(Magic) ? container[Magic.Length..] : default);
        if (!wire.TryRead(out ReadOnlySpan<byte> cipher) || !wire.TryRead(out _) || !wire.TryRead(out _)
            || !wire.TryReadNumber(out uint count)
            || !wire.TryRead(out ReadOnlySpan<byte> publicKey) || !wire.TryRead(out ReadOnlySpan<byte> secret))
        {
            PartnerKeyException cut = KeyFault.Truncated(source, $"the {Label} block ends too early");
            return KeyBlock.Refused(Label, isPrivate: true, cut);
        }

        if (SshWire.PublicKeyOf(publicKey) is null)
        {
            return KeyBlock.Refused(Label, isPrivate: true, KeyFault.WrongAlgorithm(source, SshWire.NameOf(publicKey)));
        }

        if (!cipher.SequenceEqual("none"u8))
        {
            return KeyBlock.Refused(Label, isPrivate: true, KeyFault.OpenSsh(source));
        }

        return count == 1 && SecretPart(secret) is { } der
            ? new KeyBlock(Label, IsPrivate: true, der, PartnerKeyEncoding.Pem, PartnerKeySyntax.OpenSsh)
            : KeyBlock.Refused(Label, isPrivate: true, KeyFault.Corrupt(source, "its numbers do not form an RSA key"));
    }

    private static KeyBlock? PublicLine(ReadOnlySpan<char> line, KeySource source)
    {
        int at = line.IndexOf(RsaBegin);
        if (at >= 0)
        {
            ReadOnlySpan<char> word = line[at..];
            int end = word.IndexOfAny(" \t\"',");
            byte[]? blob = LooseBase64.DecodeEither(end < 0 ? word : word[..end], out _);
            return blob is not null && SshWire.PublicKeyOf(blob) is { } der
                ? new KeyBlock("ssh-rsa", IsPrivate: false, der, PartnerKeyEncoding.Base64, PartnerKeySyntax.OpenSsh)
                : KeyBlock.Refused("ssh-rsa", isPrivate: false, KeyFault.Truncated(source, "its base64 ends before the key does"));
        }

        string? other = line switch
        {
            _ when line.StartsWith("ssh-ed25519 ") => "an Ed25519 key",
            _ when line.StartsWith("ecdsa-sha2-") => "an elliptic curve (EC) key",
            _ when line.StartsWith("ssh-dss ") => "a DSA key",
            _ when line.StartsWith("sk-ssh-") || line.StartsWith("sk-ecdsa-") => "a key that stays in a security token (FIDO)",
            _ => null,
        };
        return other is null ? null : KeyBlock.Refused("SSH public key", isPrivate: false, KeyFault.WrongAlgorithm(source, other));
    }

    /// <summary>
    /// Two equal check numbers, "ssh-rsa", then n, e, d, 1/q mod p, p, q. The remainders of d that PKCS#1 wants are not there.
    /// </summary>
    private static byte[]? SecretPart(ReadOnlySpan<byte> secret)
    {
        SshWire wire = new(secret);
        if (!wire.TryReadNumber(out uint check) || !wire.TryReadNumber(out uint again) || check != again
            || !wire.TryRead(out ReadOnlySpan<byte> kind) || !kind.SequenceEqual("ssh-rsa"u8))
        {
            return null;
        }

        byte[][] read = new byte[6][];
        byte[][] made = [];
        try
        {
            for (int i = 0; i < read.Length; i++)
            {
                if (!wire.TryRead(out ReadOnlySpan<byte> number) || number.TrimStart((byte)0).IsEmpty || number.Length > LongestNumber)
                {
                    return null;
                }

                read[i] = Pinned.Copy(number);
            }

            byte[] d = read[2];
            made = [RsaDer.LessOne(read[4]), RsaDer.LessOne(read[5]), [], []];
            made[2] = RsaDer.Remainder(d, made[0]);
            made[3] = RsaDer.Remainder(d, made[1]);
            return RsaDer.Write(read[0], read[1], d, read[4], read[5], made[2], made[3], read[3]);
        }
        finally
        {
            foreach (byte[]? number in (byte[]?[])[.. read, .. made])
            {
                CryptographicOperations.ZeroMemory(number);
            }
        }
    }
}
