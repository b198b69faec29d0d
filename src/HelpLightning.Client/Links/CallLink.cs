using System.Text.Json.Serialization;

namespace HelpLightning.Client;

/// <summary>A link that lets somebody in without an account.</summary>
public sealed record CallLink : ApiObject
{
    /// <summary>The short address.</summary>
    [JsonConverter(typeof(WebAddressConverter))]
    public required Uri Link { get; init; }

    /// <summary>The long address; null when the API does not tell.</summary>
    public Uri? LongLink { get; init; }

    /// <summary>Shows that the link was made by the API; goes with an invitation.</summary>
    public string? Signature { get; init; }

    private protected override string Summary => "";
}
