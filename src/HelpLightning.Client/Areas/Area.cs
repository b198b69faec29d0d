using System.Diagnostics.CodeAnalysis;

namespace HelpLightning.Client;

/// <summary>
/// A place. Known from a demo of unknown origin only; everything else it holds is in <see cref="ApiObject.AdditionalData"/>.
/// </summary>
[Experimental("HL0001")]
public sealed record Area : ApiObject
{
    /// <summary>The area's id.</summary>
    public long? Id { get; init; }

    /// <summary>The name.</summary>
    public string? Name { get; init; }

    /// <summary>Degrees, north positive.</summary>
    public double? Latitude { get; init; }

    /// <summary>Degrees, east positive.</summary>
    public double? Longitude { get; init; }

    internal override RowKey? Key => RowKey.Of(Id);

    private protected override string Summary => $"Id = {Id}, Name = {Name}";
}
