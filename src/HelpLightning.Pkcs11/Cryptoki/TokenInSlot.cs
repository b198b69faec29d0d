using System.Runtime.InteropServices;

namespace HelpLightning.Pkcs11.Cryptoki;

/// <summary>A token and the slot that it is in, as the module told.</summary>
internal sealed unsafe record TokenInSlot
{
    /// <summary>More slots than this, or more mechanisms, are nonsense.</summary>
    private const int Most = 4096;

    public required nuint Slot { get; init; }

    public required string SlotDescription { get; init; }

    public required string SlotManufacturer { get; init; }

    public required string Label { get; init; }

    public required string Manufacturer { get; init; }

    public required string Model { get; init; }

    public required string Serial { get; init; }

    public required nuint Flags { get; init; }

    public required nuint MaxSessions { get; init; }

    public bool Has(uint flag) => ((ulong)Flags & flag) != 0;

    /// <summary>Those tokens that there are and that are set up. Inside the gate.</summary>
    public static IReadOnlyList<TokenInSlot> All(CryptokiModule module)
    {
        CULong[] slots = List(
            (CULong* list, CULong* count) => module.Functions.GetSlotList(withToken: true, list, count), "C_GetSlotList");
        IEnumerable<TokenInSlot> tokens = slots.Select(slot => Read(module, slot.Value, out _)).OfType<TokenInSlot>();
        return [.. tokens.Where(static token => token.Has(Ck.TokenInitialized))];
    }

    /// <summary>The token as it is now, or null when it is gone. Inside the gate.</summary>
    public static TokenInSlot? Read(CryptokiModule module, nuint slot, out Rv rv)
    {
        CkTokenInfo token = default;
        CkSlotInfo place = default;
        rv = module.Functions.GetTokenInfo(new CULong(slot), &token);
        if (rv == Rv.Ok)
        {
            rv = module.Functions.GetSlotInfo(new CULong(slot), &place);
        }

        return rv != Rv.Ok ? null : new TokenInSlot
        {
            Slot = slot,
            SlotDescription = PaddedText.Of(place.Description, 64),
            SlotManufacturer = PaddedText.Of(place.Manufacturer, 32),
            Label = PaddedText.Of(token.Label, 32),
            Manufacturer = PaddedText.Of(token.Manufacturer, 32),
            Model = PaddedText.Of(token.Model, 16),
            Serial = PaddedText.Of(token.Serial, 16),
            Flags = token.Flags.Value,
            MaxSessions = token.MaxSessions.Value,
        };
    }

    /// <summary>What the token can do. Inside the gate.</summary>
    public IReadOnlyList<uint> Mechanisms(CryptokiModule module) =>
    [
        .. List((CULong* list, CULong* count) => module.Functions.GetMechanismList(new CULong(Slot), list, count), "C_GetMechanismList")
            .Select(static m => (uint)m.Value),
    ];

    private delegate Rv Listing(CULong* list, CULong* count);

    /// <summary>Asks how many there are, and then for them; once more when there are more meanwhile.</summary>
    private static CULong[] List(Listing listing, string function)
    {
        CULong count = default;
        Rv rv = listing(null, &count);
        for (int attempt = 0; rv == Rv.Ok; attempt++)
        {
            if (count.Value > Most)
            {
                throw RvFault.Nonsense($"{function} told of {count.Value} entries.");
            }

            CULong[] list = new CULong[count.Value];
            if (list.Length == 0)
            {
                return [];
            }

            fixed (CULong* first = list)
            {
                rv = listing(first, &count);
            }

            if (rv == Rv.Ok)
            {
                return count.Value <= (nuint)list.Length
                    ? list[..(int)count.Value]
                    : throw RvFault.Nonsense($"{function} gave more than fits.");
            }

            if (rv == Rv.BufferTooSmall && attempt < 3)
            {
                count = default;
                rv = listing(null, &count);
            }
        }

        throw RvFault.Of(rv, function);
    }
}
