using System.Formats.Asn1;
using System.Security.Cryptography;
using HelpLightning.Secrets;

namespace HelpLightning.PartnerKeys;

/// <summary>What an input holds, and how to get at it. Disposing it wipes all of it.</summary>
/// <param name="Blocks">Empty when nothing was recognised.</param>
/// <param name="Source">With what was wrapped around the blocks.</param>
internal sealed record UnpackedKeys(List<KeyBlock> Blocks, KeySource Source) : IDisposable
{
    public void Dispose() => Blocks.ForEach(static block => block.Wipe());
}

/// <summary>
/// From clean text or bytes to the structures inside: DER, PEM, JWK, XML, SSH and PuTTY forms, and all of these once more
/// in hex or base64, which may be there twice. The same for private and public keys; each step passes over the text once.
/// </summary>
internal static class KeyUnpacker
{
    /// <summary>Base64 of base64 is what two templates make of a key; more is nobody's habit.</summary>
    private const int MostWrappings = 2;

    /// <summary>Shorter texts are words, and some words are base64.</summary>
    private const int ShortestEncoded = 64;

    /// <summary>Base64 of "-----BEGIN".</summary>
    private const string EncodedArmour = "LS0tLS1CRUdJTi";

    public static UnpackedKeys Unpack(KeyInput input, KeySource source) => Unpack(input, source, wrappings: 0);

    private static UnpackedKeys Unpack(KeyInput input, KeySource source, int wrappings)
    {
        source = source with { IsMended = source.IsMended || input.IsMended };
        source = input.Decoder is { } decoder ? source.Through(decoder) : source;
        if (input.IsBinary)
        {
            return new([OfBinary(input.Binary, source)], source);
        }

        ReadOnlySpan<char> text = input.Text;
        List<KeyBlock> blocks = JwkReader.Read(input.Raw, source);
        blocks = blocks.Count > 0 ? blocks : JwkReader.Read(text, source);
        if (blocks.Count > 0)
        {
            return new(blocks, source);
        }

        if ((XmlKeyReader.Read(text, source) ?? PuttyKey.Read(text, source)) is { } single)
        {
            return new([single], source);
        }

        List<PemBlock> pem = PemScanner.Scan(text, source);
        if (pem.Count > 0)
        {
            // A shell writes the line breaks of a variable as they are meant.
            bool isUsual = PemShape.IsUsual(source.VariableName is null ? input.Raw : text);
            KeySource shaped = source with { IsMended = source.IsMended || !isUsual };
            return new(pem.ConvertAll(block => OfPem(block, shaped)), shaped);
        }

        blocks = SshKeyReader.ReadPublicLines(text, source);
        return blocks.Count > 0 ? new(blocks, source) : UnpackEncoded(text, source, wrappings);
    }

    private static UnpackedKeys UnpackEncoded(ReadOnlySpan<char> text, KeySource source, int wrappings)
    {
        if (text.Length < ShortestEncoded || wrappings >= MostWrappings)
        {
            return new([], source);
        }

        if (LooseHex.Decode(text) is { } fromHex)
        {
            return UnpackDecoded(fromHex, PartnerKeyEncoding.Hex, source with { IsMended = true }, wrappings);
        }

        if (LooseBase64.DecodeEither(text, out bool isUrl) is { } decoded)
        {
            KeySource through = source.Through(isUrl ? ShellFeed.Base64Url : ShellFeed.Base64);
            return UnpackDecoded(decoded, PartnerKeyEncoding.Base64, through, wrappings);
        }

        // A value in a document, such as the data of a Kubernetes secret.
        int start = text.IndexOf(EncodedArmour);
        if (start < 0)
        {
            return new([], source);
        }

        ReadOnlySpan<char> value = text[start..];
        int end = value.IndexOfAnyExcept(PemScanner.Base64Letters);
        return LooseBase64.DecodeEither(end < 0 ? value : value[..end], out _) is { } inside
            ? UnpackDecoded(inside, PartnerKeyEncoding.Base64, source with { IsMended = true }, wrappings)
            : new([], source);
    }

    private static UnpackedKeys UnpackDecoded(byte[] decoded, PartnerKeyEncoding encoding, KeySource source, int wrappings)
    {
        try
        {
            using KeyInput? inner = KeyInput.TryFromBytes(decoded, source);
            if (inner is null)
            {
                return new([], source);
            }

            if (!inner.IsBinary)
            {
                return Unpack(inner, source, wrappings + 1);
            }

            KeyBlock block = OfBinary(inner.Binary, source);
            return new([block with { Encoding = encoding }], source);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(decoded);
        }
    }

    private static KeyBlock OfBinary(ReadOnlySpan<byte> bytes, KeySource source) => JavaKeystore.IsOne(bytes)
        ? KeyBlock.Refused("JKS", isPrivate: true, KeyFault.JavaKeystore(source))
        : KeyBlock.OfDer("", Pinned.Copy(WithoutTrailer(bytes)), PartnerKeyEncoding.Der);

    /// <summary>Editors add a line feed, and buffers of C a NUL.</summary>
    private static ReadOnlySpan<byte> WithoutTrailer(ReadOnlySpan<byte> der)
    {
        try
        {
            return AsnDecoder.TryReadEncodedValue(der, AsnEncodingRules.BER, out _, out _, out _, out int consumed)
                && !der[consumed..].ContainsAnyExcept((byte)0, (byte)'\n', (byte)'\r') ? der[..consumed] : der;
        }
        catch (AsnContentException)
        {
            return der;
        }
    }

    private static KeyBlock OfPem(PemBlock block, KeySource source)
    {
        switch (block.Label)
        {
            case "PGP MESSAGE":
                return KeyBlock.Refused(block.Label, isPrivate: true, KeyFault.OpenPgpMessage(source));
            case var label when label.StartsWith("PGP ", StringComparison.Ordinal):
                return KeyBlock.Refused(label, isPrivate: true, KeyFault.OpenPgpKey(source));
            case "SSH2 PUBLIC KEY":
                return SshKeyReader.ReadPublic(block.Der, source);
            case "OPENSSH PRIVATE KEY":
                KeyBlock read = SshKeyReader.ReadPrivate(block.Der, source);
                CryptographicOperations.ZeroMemory(block.Der);
                return read;
            case var label when block.HasProcType:
                return KeyBlock.Refused(label, isPrivate: true, KeyFault.LegacyEncryption(source));
            default:
                bool isPrivate = block.Label.EndsWith("PRIVATE KEY", StringComparison.Ordinal);
                return KeyBlock.OfDer(block.Label, block.Der, PartnerKeyEncoding.Pem, isPrivate);
        }
    }
}
