using System.Diagnostics.CodeAnalysis;

namespace HelpLightning.Client;

/// <summary>What an area shall be.</summary>
/// <param name="Name">The name.</param>
/// <param name="Latitude">Degrees from -90 to 90, north positive.</param>
/// <param name="Longitude">Degrees from -180 to 180, east positive.</param>
[Experimental("HL0001")]
public sealed record AreaDetails(string Name, double Latitude, double Longitude);
