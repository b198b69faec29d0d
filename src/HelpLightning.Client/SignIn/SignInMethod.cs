using System.Text.Json.Serialization;

namespace HelpLightning.Client;

/// <summary>How the person with an e-mail address signs in.</summary>
public sealed record SignInMethod : ApiObject
{
    /// <summary><c>password</c> or <c>oauth2</c>.</summary>
    public string? Type { get; init; }

    /// <summary>Where single sign-on begins, when <see cref="IsSingleSignOn"/>.</summary>
    [JsonPropertyName("oauth2")]
    public OAuth2SignIn? OAuth2 { get; init; }

    /// <summary>By password: <see cref="SignInClient.WithPasswordAsync"/>.</summary>
    [JsonIgnore]
    public bool IsPassword => Type == "password";

    /// <summary>By single sign-on in a browser: <see cref="SingleSignOn.Begin"/>.</summary>
    [JsonIgnore]
    public bool IsSingleSignOn => Type == "oauth2";

    private protected override string Summary => $"Type = {Type}";
}
