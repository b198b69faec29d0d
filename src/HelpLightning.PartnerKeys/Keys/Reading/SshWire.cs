using System.Buffers.Binary;

namespace HelpLightning.PartnerKeys;

/// <summary>The strings and numbers of SSH (RFC 4251 section 5): four bytes of length, then the bytes.</summary>
internal ref struct SshWire(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public readonly bool HasData => !_rest.IsEmpty;

    /// <returns>False when less is there than the length says.</returns>
    public bool TryRead(out ReadOnlySpan<byte> value)
    {
        value = default;
        if (!TryReadNumber(out uint length) || length > _rest.Length)
        {
            return false;
        }

        value = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return true;
    }

    public bool TryReadNumber(out uint number)
    {
        if (!BinaryPrimitives.TryReadUInt32BigEndian(_rest, out number))
        {
            return false;
        }

        _rest = _rest[4..];
        return true;
    }

    /// <summary>The public key blob of RFC 4253 section 6.6: its kind, and for RSA exponent and modulus.</summary>
    /// <returns>Null when it is not RSA or is damaged.</returns>
    public static byte[]? PublicKeyOf(ReadOnlySpan<byte> blob)
    {
        SshWire wire = new(blob);
        return wire.TryRead(out ReadOnlySpan<byte> kind) && kind.SequenceEqual("ssh-rsa"u8)
            && wire.TryRead(out ReadOnlySpan<byte> exponent) && wire.TryRead(out ReadOnlySpan<byte> modulus)
            ? RsaDer.Write(modulus.ToArray(), exponent.ToArray())
            : null;
    }

    /// <summary>The kind that a public key blob names, in words.</summary>
    public static string NameOf(ReadOnlySpan<byte> blob)
    {
        SshWire wire = new(blob);
        _ = wire.TryRead(out ReadOnlySpan<byte> kind);
        return kind switch
        {
            _ when kind.SequenceEqual("ssh-rsa"u8) => "an RSA key",
            _ when kind.SequenceEqual("ssh-ed25519"u8) => "an Ed25519 key",
            _ when kind.SequenceEqual("ssh-dss"u8) => "a DSA key",
            _ when kind.StartsWith("ecdsa-"u8) => "an elliptic curve (EC) key",
            _ when kind.StartsWith("sk-"u8) => "a key that stays in a security token (FIDO)",
            _ => "an SSH key of another kind than RSA",
        };
    }
}
