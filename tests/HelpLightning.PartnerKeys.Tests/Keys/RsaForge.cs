using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;

namespace HelpLightning.PartnerKeys.Tests.Keys;

/// <summary>Writes keys of numbers that no tool would choose.</summary>
internal static class RsaForge
{
    private static readonly RSAParameters Numbers = Import();

    /// <summary>The modulus of the test key.</summary>
    public static BigInteger Modulus => Unsigned(Numbers.Modulus);

    /// <summary>RSAPrivateKey (RFC 8017 appendix A.1.2) over the test key's primes.</summary>
    public static byte[] Pkcs1(BigInteger publicExponent, BigInteger? privateExponent = null)
    {
        BigInteger p = Unsigned(Numbers.P);
        BigInteger q = Unsigned(Numbers.Q);
        BigInteger d = privateExponent ?? Unsigned(Numbers.D);
        return Sequence(0, Modulus, publicExponent, d, p, q, d % (p - 1), d % (q - 1), Unsigned(Numbers.InverseQ));
    }

    /// <summary>PrivateKeyInfo (RFC 5958) around the same.</summary>
    public static byte[] Pkcs8(BigInteger publicExponent)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(0);
            WriteAlgorithm(writer);
            writer.WriteOctetString(Pkcs1(publicExponent));
        }

        return writer.Encode();
    }

    /// <summary>RSAPublicKey (RFC 8017 appendix A.1.1).</summary>
    public static byte[] Pkcs1Public(BigInteger modulus, BigInteger exponent) => Sequence(modulus, exponent);

    /// <summary>SubjectPublicKeyInfo (RFC 5280 section 4.1).</summary>
    public static byte[] PublicInfo(BigInteger modulus, BigInteger exponent)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            WriteAlgorithm(writer);
            writer.WriteBitString(Sequence(modulus, exponent));
        }

        return writer.Encode();
    }

    /// <summary>Something shaped like a certificate (RFC 5280 section 4.1) around what stands where its public key belongs.</summary>
    public static byte[] CertificateAround(byte[] publicKey)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                for (int i = 0; i < 5; i++)
                {
                    writer.PushSequence().Dispose();
                }

                writer.WriteEncodedValue(publicKey);
            }

            writer.PushSequence().Dispose();
        }

        return writer.Encode();
    }

    private static byte[] Sequence(params BigInteger[] numbers)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            foreach (BigInteger number in numbers)
            {
                writer.WriteInteger(number);
            }
        }

        return writer.Encode();
    }

    private static void WriteAlgorithm(AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier("1.2.840.113549.1.1.1");
            writer.WriteNull();
        }
    }

    private static BigInteger Unsigned(byte[]? bigEndian) => new(bigEndian, isUnsigned: true, isBigEndian: true);

    private static RSAParameters Import()
    {
        using RSA rsa = RSA.Create();
        rsa.ImportFromPem(TestKeys.Pkcs8);
        return rsa.ExportParameters(includePrivateParameters: true);
    }
}
