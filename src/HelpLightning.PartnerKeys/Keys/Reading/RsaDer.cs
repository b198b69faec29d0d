using System.Security.Cryptography;
using HelpLightning.Secrets;

namespace HelpLightning.PartnerKeys;

/// <summary>
/// Writes the numbers of a key as PKCS#1 (RFC 8017 appendix A.1), so that keys of every syntax take one way into the
/// platform, with the same checks. The caller wipes what comes out.
/// </summary>
internal static class RsaDer
{
    /// <param name="numbers">
    /// Modulus and public exponent, or all eight: n, e, d, p, q, d mod p-1, d mod q-1, 1/q mod p; each unsigned, the highest
    /// byte first.
    /// </param>
    public static byte[] Write(params ReadOnlySpan<byte[]> numbers)
    {
        byte[][] all = [.. numbers.Length > 2 ? [[0]] : (byte[][])[], .. numbers];
        int content = all.Sum(static number => SizeOf(IntegerLength(number)));
        byte[] der = Pinned.Bytes(SizeOf(content));
        int at = WriteHead(der, 0x30, content);
        foreach (byte[] number in all)
        {
            ReadOnlySpan<byte> digits = Digits(number);
            int length = IntegerLength(number);
            at += WriteHead(der.AsSpan(at), 0x02, length);
            digits.CopyTo(der.AsSpan(at + length - digits.Length));
            at += length;
        }

        return der;
    }

    private static ReadOnlySpan<byte> Digits(ReadOnlySpan<byte> number) => number.TrimStart((byte)0);

    /// <summary>X.690 section 8.3: a zero goes before a highest bit that would be a sign, and zero itself has one octet.</summary>
    private static int IntegerLength(ReadOnlySpan<byte> number) =>
        Digits(number) is [var first, ..] digits ? digits.Length + (first >= 0x80 ? 1 : 0) : 1;

    private static int SizeOf(int length) => length + (length < 0x80 ? 2 : length < 0x100 ? 3 : length < 0x10000 ? 4 : 5);

    /// <summary>Tag and definite length (X.690 sections 8.1.2 and 8.1.3).</summary>
    private static int WriteHead(Span<byte> to, byte tag, int length)
    {
        to[0] = tag;
        int head = SizeOf(length) - length;
        if (head == 2)
        {
            to[1] = (byte)length;
            return head;
        }

        to[1] = (byte)(0x80 | (head - 2));
        for (int i = head - 1; i > 1; i--, length >>= 8)
        {
            to[i] = (byte)length;
        }

        return head;
    }

    /// <summary>
    /// The remainder of a division, of numbers that are not left behind in memory. It takes time by the size of the numbers alone.
    /// </summary>
    public static byte[] Remainder(ReadOnlySpan<byte> dividend, ReadOnlySpan<byte> divisor)
    {
        divisor = divisor.TrimStart((byte)0);
        byte[] rest = Pinned.Bytes(divisor.Length + 1);
        byte[] reduced = Pinned.Bytes(rest.Length);
        for (int bit = 0; bit < dividend.Length * 8; bit++)
        {
            int carry = (dividend[bit / 8] >> (7 - (bit % 8))) & 1;
            for (int i = rest.Length - 1; i >= 0; i--)
            {
                carry |= rest[i] << 1;
                rest[i] = (byte)carry;
                carry >>= 8;
            }

            int borrow = 0;
            for (int i = rest.Length - 1; i >= 0; i--)
            {
                int digit = rest[i] - borrow - (i == 0 ? 0 : divisor[i - 1]);
                reduced[i] = (byte)digit;
                borrow = digit < 0 ? 1 : 0;
            }

            if (borrow == 0)
            {
                (rest, reduced) = (reduced, rest);
            }
        }

        CryptographicOperations.ZeroMemory(reduced);
        return rest;
    }

    /// <summary>The number less one; it is odd, as primes are.</summary>
    public static byte[] LessOne(ReadOnlySpan<byte> odd)
    {
        byte[] less = Pinned.Copy(odd);
        less[^1] &= 0xfe;
        return less;
    }
}
