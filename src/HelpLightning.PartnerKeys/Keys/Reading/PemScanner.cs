using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace HelpLightning.PartnerKeys;

/// <summary>One block between a BEGIN and an END line, decoded.</summary>
internal readonly record struct PemBlock(string Label, byte[] Der, bool HasProcType);

/// <summary>
/// Finds the blocks of a PEM text (RFC 7468). More forgiving than RFC 7468 asks about line ends, line lengths and text
/// around the blocks, and stricter about what is inside: a damaged block is an error, not something to skip.
/// </summary>
internal static class PemScanner
{
    private const string BeginMark = "-----BEGIN ";
    private const string EndMark = "-----END ";
    private const string Dashes = "-----";

    public static List<PemBlock> Scan(ReadOnlySpan<char> text, KeySource source)
    {
        List<PemBlock> blocks = [];
        while (true)
        {
            int begin = text.IndexOf(BeginMark);
            if (begin < 0)
            {
                break;
            }

            text = text[(begin + BeginMark.Length)..];
            int labelEnd = text.IndexOf(Dashes);
            if (labelEnd is < 0 or > 64)
            {
                throw KeyFault.Truncated(source, "its BEGIN line is not whole");
            }

            string label = SafeLabel(text[..labelEnd]);
            text = text[(labelEnd + Dashes.Length)..];
            int end = text.IndexOf(EndMark);
            int nextBegin = text.IndexOf(BeginMark);
            if (end < 0 || (nextBegin >= 0 && nextBegin < end))
            {
                throw KeyFault.Truncated(source, $"there is a BEGIN {label} line and no END {label} line after it");
            }

            ReadOnlySpan<char> body = text[..end];
            text = text[(end + EndMark.Length)..];
            if (text.Length < label.Length + Dashes.Length && (label + Dashes).AsSpan().StartsWith(text))
            {
                throw KeyFault.Truncated(source, $"its END {label} line is not whole");
            }

            if (!text.StartsWith(label) || !text[label.Length..].StartsWith(Dashes))
            {
                throw KeyFault.Corrupt(source, $"the block that begins as {label} does not end with -----END {label}-----");
            }

            blocks.Add(Decode(label, body, source));
        }

        if (blocks.Count == 0 && text.IndexOf(EndMark) >= 0)
        {
            throw KeyFault.Truncated(source, "there is an END line and no BEGIN line before it");
        }

        return blocks;
    }

    /// <summary>Base64 with white space anywhere. Null when it is not base64.</summary>
    public static byte[]? DecodeBase64(ReadOnlySpan<char> body)
    {
        byte[] ascii = ArrayPool<byte>.Shared.Rent(body.Length);
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

                ascii[length++] = (byte)c;
            }

            byte[] decoded = new byte[Base64.GetMaxDecodedFromUtf8Length(length)];
            OperationStatus status = Base64.DecodeFromUtf8(ascii.AsSpan(0, length), decoded, out _, out int written);
            byte[]? result = status == OperationStatus.Done && written > 0 ? decoded[..written] : null;
            decoded.AsSpan().Clear();
            return result;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(ascii, clearArray: true);
        }
    }

    /// <summary>
    /// Base64 of a long SEQUENCE (0x30 0x8X is written "MI") that lacks the last one to three characters.
    /// </summary>
    public static bool IsCutBase64OfDer(ReadOnlySpan<char> text)
    {
        int length = 0;
        foreach (char c in text)
        {
            if (char.IsWhiteSpace(c))
            {
                continue;
            }

            if (!char.IsAsciiLetterOrDigit(c) && c is not ('+' or '/' or '='))
            {
                return false;
            }

            length++;
        }

        return text.StartsWith("MI") && length % 4 != 0;
    }

    private static PemBlock Decode(string label, ReadOnlySpan<char> body, KeySource source)
    {
        if (body.IndexOf("Proc-Type:") >= 0)
        {
            return new PemBlock(label, [], HasProcType: true);
        }

        byte[] der = DecodeBase64(body)
            ?? throw KeyFault.Corrupt(source, $"what stands between BEGIN {label} and END {label} is not base64");
        return new PemBlock(label, der, HasProcType: false);
    }

    /// <summary>A label is shown in errors, so only what a label may hold (RFC 7468 section 3) is kept.</summary>
    private static string SafeLabel(ReadOnlySpan<char> label)
    {
        StringBuilder safe = new(label.Length);
        foreach (char c in label)
        {
            safe.Append(c is (>= 'A' and <= 'Z') or (>= '0' and <= '9') or ' ' ? c : '?');
        }

        return safe.ToString();
    }
}
