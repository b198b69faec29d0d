namespace HelpLightning.Pkcs11.Uris;

/// <summary>A PKCS#11 URI, read (RFC 7512). What is null was not said and matches everything.</summary>
internal sealed record Pkcs11Uri
{
    public string? Token { get; init; }

    public string? Manufacturer { get; init; }

    public string? Serial { get; init; }

    public string? Model { get; init; }

    public string? SlotDescription { get; init; }

    public string? SlotManufacturer { get; init; }

    public ulong? SlotId { get; init; }

    public string? LibraryManufacturer { get; init; }

    public string? LibraryDescription { get; init; }

    public Version? LibraryVersion { get; init; }

    /// <summary>The key's label (CKA_LABEL).</summary>
    public string? Object { get; init; }

    /// <summary>The key's CKA_ID, any bytes.</summary>
    public byte[]? Id { get; init; }

    public string? PinSource { get; init; }

    /// <summary>Secret.</summary>
    public byte[]? PinValue { get; init; }

    public string? ModulePath { get; init; }

    public string? ModuleName { get; init; }

    /// <summary>Query attributes that nobody here knows, and that RFC 7512 section 2.5 lets stand.</summary>
    public IReadOnlyList<string> Unknown { get; init; } = [];

    /// <summary>The text after <c>?</c> must not be told: it holds the PIN.</summary>
    public bool HasPinValue => PinValue is not null;

    /// <summary>Says nothing: a record's own text would hold the PIN.</summary>
    public override string ToString() => nameof(Pkcs11Uri);
}
