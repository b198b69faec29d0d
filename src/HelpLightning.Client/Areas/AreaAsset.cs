using System.Diagnostics.CodeAnalysis;

namespace HelpLightning.Client;

/// <summary>Something in an area. Its shape has not been seen: look into <see cref="ApiObject.AdditionalData"/>.</summary>
[Experimental("HL0001")]
public sealed record AreaAsset : ApiObject
{
    /// <summary>The asset's id.</summary>
    public long? Id { get; init; }

    /// <summary>The name.</summary>
    public string? Name { get; init; }

    internal override RowKey? Key => RowKey.Of(Id);

    private protected override string Summary => $"Id = {Id}, Name = {Name}";
}
