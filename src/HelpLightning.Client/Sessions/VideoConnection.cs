namespace HelpLightning.Client;

/// <summary>What a media client connects with.</summary>
public sealed record VideoConnection : ApiObject
{
    /// <summary>The token for the media server.</summary>
    public AccessToken? Token { get; init; }

    /// <summary>The media server for native clients: <c>gss+ssl://host</c>, perhaps with a port.</summary>
    public string? Server { get; init; }

    /// <summary>The media server for browsers: <c>wss://host</c>, perhaps with a port.</summary>
    [System.Text.Json.Serialization.JsonPropertyName("wsserver")]
    public string? WebSocketServer { get; init; }

    private protected override string Summary => $"Server = {Server}, WebSocketServer = {WebSocketServer}";
}
