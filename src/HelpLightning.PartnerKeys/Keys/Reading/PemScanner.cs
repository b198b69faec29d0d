using System.Buffers;
using System.Security.Cryptography;
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
    public static readonly SearchValues<char> Base64Letters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=-_");

    private const string BeginMark = "-----BEGIN ";
    private const string EndMark = "-----END ";
    private const string Dashes = "-----";

    public static List<PemBlock> Scan(ReadOnlySpan<char> text, KeySource source)
    {
        List<PemBlock> blocks = [];
        try
        {
            Scan(text, blocks, source);
            return blocks;
        }
        catch
        {
            blocks.ForEach(static block => CryptographicOperations.ZeroMemory(block.Der));
            throw;
        }
    }

    private static void Scan(ReadOnlySpan<char> text, List<PemBlock> blocks, KeySource source)
    {
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
    }

    private static PemBlock Decode(string label, ReadOnlySpan<char> body, KeySource source)
    {
        if (body.IndexOf("Proc-Type:") >= 0)
        {
            return new PemBlock(label, [], HasProcType: true);
        }

        // OpenPGP's armour (RFC 9580 section 6.2) has headers and a checksum of its own, and nothing inside is ours.
        if (label.StartsWith("PGP ", StringComparison.Ordinal))
        {
            return new PemBlock(label, [], HasProcType: false);
        }

        byte[] der = LooseBase64.Decode(label.StartsWith("SSH2 ", StringComparison.Ordinal) ? AfterHeaders(body) : body)
            ?? throw KeyFault.Corrupt(source, $"what stands between BEGIN {label} and END {label} is not base64");
        return new PemBlock(label, der, HasProcType: false);
    }

    /// <summary>What follows the last header of RFC 4716 section 3.3, which a backslash carries on to the next line.</summary>
    private static ReadOnlySpan<char> AfterHeaders(ReadOnlySpan<char> body)
    {
        int colon = body.LastIndexOf(':');
        if (colon < 0)
        {
            return body;
        }

        ReadOnlySpan<char> rest = body[colon..];
        int end = rest.IndexOf('\n');
        return end < 0 ? rest : rest[(end + 1)..];
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
