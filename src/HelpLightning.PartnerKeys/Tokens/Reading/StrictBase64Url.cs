using System.Buffers;
using System.Buffers.Text;

namespace HelpLightning.PartnerKeys;

/// <summary>
/// Base64url as RFC 7515 section 2 wants it: no padding, no white space, and no bits left over in the last character.
/// The platform's decoder tolerates the first two, and a token must have one spelling only.
/// </summary>
internal static class StrictBase64Url
{
    private static readonly SearchValues<byte> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"u8);

    /// <summary>Decodes one part.</summary>
    /// <returns>Null when it was decoded, else what is wrong in words.</returns>
    public static string? Decode(ReadOnlySpan<byte> part, Span<byte> destination, out int length)
    {
        length = 0;
        int stranger = part.IndexOfAnyExcept(Alphabet);
        if (stranger >= 0)
        {
            return $"{Name(part[stranger])} at character {stranger + 1}";
        }

        if (part.Length % 4 == 1)
        {
            return $"no bytes encode to {part.Length} characters";
        }

        return Base64Url.DecodeFromUtf8(part, destination, out _, out length) == OperationStatus.Done
            ? null
            : "the last character has bits that belong to no byte";
    }

    private static string Name(byte character) => character switch
    {
        (byte)'=' => "padding ('=')",
        (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' => "white space",
        > 0x20 and < 0x7f => $"'{(char)character}'",
        < 0x80 => "a control character",
        _ => "a character outside ASCII",
    };
}
