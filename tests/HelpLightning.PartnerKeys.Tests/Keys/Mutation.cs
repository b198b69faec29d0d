using CsCheck;

namespace HelpLightning.PartnerKeys.Tests.Keys;

/// <summary>One random change of a DER structure.</summary>
/// <param name="Kind">0 replaces a byte, 1 inserts one, 2 removes one, 3 repeats the eight bytes there, 4 cuts all that follows.</param>
/// <param name="Place">Where, taken modulo the length.</param>
/// <param name="Value">The byte to replace by or to insert.</param>
internal readonly record struct Mutation(int Kind, int Place, byte Value)
{
    /// <summary>Tags and lengths find more faults than other bytes.</summary>
    private static readonly Gen<byte> Interesting = Gen.OneOf(
        Gen.Byte, Gen.OneOf<byte>(0, 1, 0x02, 0x03, 0x04, 0x05, 0x06, 0x30, 0x31, 0x7f, 0x80, 0x81, 0x82, 0x84, 0xa0, 0xff));

    /// <summary>Well-formed DER of nested sequences, integers, octet strings, nulls and the algorithm identifier of RSA.</summary>
    public static Gen<byte[]> RandomDer { get; } = Structure(depth: 4);

    /// <summary>One to four changes in the first bytes of a structure.</summary>
    public static Gen<Mutation[]> Several(int length) =>
        Gen.Select(Gen.Int[0, 4], Gen.Int[0, length - 1], Interesting, (kind, place, value) => new Mutation(kind, place, value)).Array[1, 4];

    public static byte[] Apply(byte[] der, Mutation[] mutations) => mutations.Aggregate(der, (bytes, mutation) => mutation.ApplyTo(bytes));

    private byte[] ApplyTo(byte[] bytes)
    {
        if (bytes.Length == 0)
        {
            return [Value];
        }

        int at = Place % bytes.Length;
        return Kind switch
        {
            0 => [.. bytes[..at], Value, .. bytes[(at + 1)..]],
            1 => [.. bytes[..at], Value, .. bytes[at..]],
            2 => [.. bytes[..at], .. bytes[(at + 1)..]],
            3 => [.. bytes[..at], .. bytes[at..Math.Min(at + 8, bytes.Length)], .. bytes[at..]],
            _ => bytes[..at],
        };
    }

    private static Gen<byte[]> Structure(int depth)
    {
        Gen<byte[]> leaf = Gen.OneOf(
            Gen.Byte.Array[1, 40].Select(value => Wrap(0x02, value)),
            Gen.Byte.Array[0, 40].Select(value => Wrap(0x04, value)),
            Gen.Byte.Array[0, 40].Select(value => Wrap(0x03, [0, .. value])),
            Gen.Const(new byte[] { 0x02, 0x01, 0x00 }),
            Gen.Const(new byte[] { 0x05, 0x00 }),
            Gen.Const(new byte[] { 0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00 }));
        Gen<byte[]> child = depth == 0 ? leaf : Gen.OneOf(leaf, Structure(depth - 1), Structure(depth - 1).Select(value => Wrap(0x04, value)));
        return child.Array[0, 5].Select(children => Wrap(0x30, [.. children.SelectMany(bytes => bytes)]));
    }

    private static byte[] Wrap(byte tag, byte[] content) => content.Length switch
    {
        < 0x80 => [tag, (byte)content.Length, .. content],
        < 0x100 => [tag, 0x81, (byte)content.Length, .. content],
        _ => [tag, 0x82, (byte)(content.Length >> 8), (byte)content.Length, .. content],
    };
}
