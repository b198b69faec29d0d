using System.Formats.Asn1;
using System.Security.Cryptography;

namespace HelpLightning.PartnerKeys;

/// <summary>
/// Writes the numbers of a key as PKCS#1 (RFC 8017 appendix A.1), so that keys of every syntax take one way into the
/// platform, with the same checks. The caller wipes what comes out.
/// </summary>
internal static class RsaDer
{
    /// <summary>Nine numbers of 16,384 bits at most. A writer that grows would leave its first buffer behind.</summary>
    private const int Capacity = 32 * 1024;

    /// <param name="numbers">
    /// Modulus and public exponent, or all eight: n, e, d, p, q, d mod p-1, d mod q-1, 1/q mod p; each unsigned, the highest
    /// byte first.
    /// </param>
    public static byte[] Write(params ReadOnlySpan<byte[]> numbers)
    {
        AsnWriter writer = new(AsnEncodingRules.DER, Capacity);
        writer.PushSequence();
        if (numbers.Length > 2)
        {
            writer.WriteInteger(0);
        }

        foreach (byte[] number in numbers)
        {
            ReadOnlySpan<byte> digits = number.AsSpan().TrimStart((byte)0);
            writer.WriteIntegerUnsigned(digits.IsEmpty ? [(byte)0] : digits);
        }

        writer.PopSequence();
        byte[] der = writer.Encode();
        writer.Reset();
        return der;
    }

    /// <summary>
    /// The remainder of a division, of numbers that are not left behind in memory. It takes time by the size of the numbers alone.
    /// </summary>
    public static byte[] Remainder(ReadOnlySpan<byte> dividend, ReadOnlySpan<byte> divisor)
    {
        divisor = divisor.TrimStart((byte)0);
        byte[] rest = new byte[divisor.Length + 1];
        byte[] reduced = new byte[rest.Length];
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
        byte[] less = odd.ToArray();
        less[^1] &= 0xfe;
        return less;
    }
}
