using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using HelpLightning.Secrets;

namespace HelpLightning.PartnerKeys;

/// <summary>Base64 as people hand it over. The caller wipes what comes out.</summary>
internal static class LooseBase64
{
    /// <summary>Base64 with white space anywhere. Null when it is not base64.</summary>
    public static byte[]? Decode(ReadOnlySpan<char> body) => Decode(body, isLoose: false, out _);

    /// <summary>The same in either alphabet (RFC 4648 sections 4 and 5), its padding complete or not.</summary>
    /// <param name="body">The text.</param>
    /// <param name="isUrl">It has a character that only base64url has.</param>
    public static byte[]? DecodeEither(ReadOnlySpan<char> body, out bool isUrl) => Decode(body, isLoose: true, out isUrl);

    private static byte[]? Decode(ReadOnlySpan<char> body, bool isLoose, out bool isUrl)
    {
        isUrl = false;
        byte[] ascii = Pinned.Bytes(body.Length + 3);
        byte[] decoded = [];
        try
        {
            int length = 0;
            foreach (char c in body)
            {
                if (char.IsWhiteSpace(c))
                {
                    continue;
                }

                if (c > 0x7f)
                {
                    return null;
                }

                isUrl |= c is '-' or '_';
                ascii[length++] = (byte)(isLoose ? Standard(c) : c);
            }

            if (isLoose)
            {
                length = ascii.AsSpan(0, length).TrimEnd((byte)'=').Length;
                while (length % 4 != 0)
                {
                    ascii[length++] = (byte)'=';
                }
            }

            decoded = Pinned.Bytes(Base64.GetMaxDecodedFromUtf8Length(length));
            OperationStatus status = Base64.DecodeFromUtf8(ascii.AsSpan(0, length), decoded, out _, out int written);
            return status == OperationStatus.Done && written > 0 ? Pinned.Copy<byte>(decoded.AsSpan(0, written)) : null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(decoded);
            CryptographicOperations.ZeroMemory(ascii);
        }
    }

    private static char Standard(char c) => c switch
    {
        '-' => '+',
        '_' => '/',
        _ => c,
    };
}
