using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace HelpLightning.Client;

/// <summary>
/// The browser's part of single sign-on: begin it, send the browser to <see cref="BrowserAddress"/>, and complete it with
/// the address that the browser comes back to. One object for one sign-in; keep it on the server.
/// </summary>
public sealed class SingleSignOn
{
    private SingleSignOn(Uri browserAddress, Uri redirectUri, string state)
    {
        BrowserAddress = browserAddress;
        RedirectUri = redirectUri;
        State = state;
    }

    /// <summary>Where the browser goes.</summary>
    public Uri BrowserAddress { get; }

    /// <summary>Where it comes back to.</summary>
    public Uri RedirectUri { get; }

    /// <summary>Ties the two together, so that nobody can bring a token of somebody else to the callback.</summary>
    public string State { get; }

    /// <summary>Begins.</summary>
    /// <param name="method">What <see cref="SignInClient.FindMethodAsync"/> found.</param>
    /// <param name="redirectUri">Where the browser shall come back to, such as <c>http://localhost:56824/callback</c>.</param>
    /// <exception cref="ArgumentException">The method is not single sign-on.</exception>
    public static SingleSignOn Begin(SignInMethod method, Uri redirectUri)
    {
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(redirectUri);
        if (method is not { IsSingleSignOn: true, OAuth2: { Url: { } url } oauth2 })
        {
            throw new ArgumentException("This person signs in with a password, not by single sign-on.", nameof(method));
        }

        string state = Base64Url.EncodeToString(StateJson(redirectUri));
        string query = $"state={state}"
            + (oauth2 is { WantsLoginHint: true, Email: { } email } ? $"&login_hint={Uri.EscapeDataString(email)}" : "");
        char separator = url.OriginalString.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        return new SingleSignOn(new Uri($"{url.OriginalString}{separator}{query}"), redirectUri, state);
    }

    /// <summary>Completes: checks that the answer belongs to this sign-in, and takes the token of the person.</summary>
    /// <param name="callback">The whole address that the browser came back to.</param>
    /// <exception cref="ArgumentException">The address is not this sign-in's, or brings no token.</exception>
    public UserTokens Complete(Uri callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        Dictionary<string, string> query = Query(callback);
        byte[] given = Encoding.UTF8.GetBytes(query.GetValueOrDefault("state", ""));
        if (!CryptographicOperations.FixedTimeEquals(given, Encoding.UTF8.GetBytes(State)))
        {
            throw new ArgumentException(
                "The browser came back with the state of another sign-in, or of none. Begin again.", nameof(callback));
        }

        return query.TryGetValue("primary_token", out string? token) && AccessToken.IsSendable(token)
            ? new UserTokens(new AccessToken(token), null)
            : throw new ArgumentException(
                "The browser came back without a token: the sign-in was given up or refused. Begin again.", nameof(callback));
    }

    private static byte[] StateJson(Uri redirectUri)
    {
        using MemoryStream json = new();
        using (Utf8JsonWriter writer = new(json))
        {
            writer.WriteStartObject();
            writer.WriteString("redirect_uri"u8, redirectUri.OriginalString);
            writer.WriteString("k"u8, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));
            writer.WriteEndObject();
        }

        return json.ToArray();
    }

    private static Dictionary<string, string> Query(Uri address)
    {
        Dictionary<string, string> query = new(StringComparer.Ordinal);
        foreach (string pair in address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = pair.Split('=', 2);
            query.TryAdd(Uri.UnescapeDataString(parts[0]), parts.Length == 2 ? Uri.UnescapeDataString(parts[1]) : "");
        }

        return query;
    }
}
