using System.Text.Json;
using System.Text.Json.Serialization;

namespace HelpLightning.Client;

/// <summary>Where single sign-on begins.</summary>
public sealed record OAuth2SignIn : ApiObject
{
    /// <summary>The address to open in a browser, with parameters that <see cref="SingleSignOn"/> adds.</summary>
    public Uri? Url { get; init; }

    /// <summary>The e-mail address, as the identity provider knows it.</summary>
    public string? Email { get; init; }

    /// <summary>Does the identity provider want the address as a hint?</summary>
    [JsonIgnore]
    public bool WantsLoginHint => Parameters is { ValueKind: JsonValueKind.Object } parameters
        && parameters.TryGetProperty("login_hint"u8, out JsonElement hint)
        && hint.ValueKind is not (JsonValueKind.False or JsonValueKind.Null or JsonValueKind.Undefined)
        && !(hint.ValueKind == JsonValueKind.String && hint.GetString() is "" or "false")
        && !(hint.ValueKind == JsonValueKind.Number && hint.GetDouble() == 0);

    [JsonInclude]
    internal JsonElement? Parameters { get; init; }

    private protected override string Summary => $"Url = {Url?.GetLeftPart(UriPartial.Path)}";
}
