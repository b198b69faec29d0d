using System.Security.Cryptography;

namespace HelpLightning.PartnerKeys.Tests.Memory;

/// <summary>
/// Something that is looked for in this process's own memory. It is kept under a mask, and so is all that is looked through, so that
/// the search does not find itself.
/// </summary>
/// <param name="Name">What it is.</param>
/// <param name="Masked">The bytes, each changed by <see cref="Mask"/>.</param>
internal sealed record Needle(string Name, byte[] Masked)
{
    public const byte Mask = 0xA5;

    /// <summary>A text in both ways in which .NET holds one; the given text is wiped.</summary>
    public static IEnumerable<Needle> OfText(string name, Span<byte> ascii)
    {
        byte[] narrow = new byte[ascii.Length];
        byte[] wide = new byte[ascii.Length * 2];
        for (int i = 0; i < ascii.Length; i++)
        {
            narrow[i] = (byte)(ascii[i] ^ Mask);
            wide[2 * i] = narrow[i];
            wide[(2 * i) + 1] = Mask;
        }

        CryptographicOperations.ZeroMemory(ascii);
        return [new Needle($"{name}, as bytes", narrow), new Needle($"{name}, as characters", wide)];
    }

    /// <summary>Bytes, which are wiped.</summary>
    public static Needle OfBytes(string name, Span<byte> bytes)
    {
        byte[] masked = new byte[bytes.Length];
        for (int i = 0; i < bytes.Length; i++)
        {
            masked[i] = (byte)(bytes[i] ^ Mask);
        }

        CryptographicOperations.ZeroMemory(bytes);
        return new Needle(name, masked);
    }

    /// <summary>Writes what is under the mask into a file, without ever holding it in the clear.</summary>
    public void WriteTo(FileStream file)
    {
        Span<byte> one = stackalloc byte[1];
        foreach (byte b in Masked)
        {
            one[0] = (byte)(b ^ Mask);
            file.Write(one);
        }

        one.Clear();
    }

    /// <summary>Letters that nobody can guess, and that nobody has seen.</summary>
    public static Needle RandomLetters(string name, int length)
    {
        byte[] masked = RandomNumberGenerator.GetBytes(length);
        for (int i = 0; i < length; i++)
        {
            masked[i] = (byte)((byte)('a' + (masked[i] % 26)) ^ Mask);
        }

        return new Needle(name, masked);
    }

    /// <summary>The same as characters of .NET.</summary>
    public Needle Wide() => new($"{Name}, as characters", [.. Masked.SelectMany(static b => (byte[])[b, Mask])]);
}
