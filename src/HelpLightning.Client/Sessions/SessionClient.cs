using System.Text.Json.Nodes;

namespace HelpLightning.Client;

/// <summary>One session, as one of its members. Methods are virtual so that tests can replace them; safe for many threads.</summary>
public class SessionClient
{
    private static readonly Endpoint VideoEndpoint = Endpoint.Post("/api/v1/session/video", TokenKind.Session);

    private readonly SessionsClient _sessions;
    private readonly ApiCaller _api;
    private readonly TokenSource _user;

    internal SessionClient(string id, SessionsClient sessions, ApiCaller api, TokenSource user)
    {
        Id = id;
        _sessions = sessions;
        _api = api;
        _user = user;
    }

    /// <summary>For tests that replace methods.</summary>
    protected SessionClient(string id)
    {
        Id = id;
        _sessions = null!;
        _api = null!;
        _user = null!;
    }

    /// <summary>The session id.</summary>
    public string Id { get; }

    /// <summary>Reads the session.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public virtual Task<Session> GetAsync(CancellationToken cancellationToken = default) => _sessions.GetAsync(Id, cancellationToken);

    /// <summary>Starts video, which rings the others. The answer is what a media client connects with, and a secret; who only wants to
    /// ring drops it.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    [Calls(nameof(VideoEndpoint))]
    public virtual async Task<VideoConnection> StartVideoAsync(CancellationToken cancellationToken = default)
    {
        RequestCredentials user = new(_api.Core.Connections.Value, _user);
        await _user.PrepareAsync(user, cancellationToken).ConfigureAwait(false);
        return await _api.ReadAsync(
            VideoEndpoint.Request().Json(new JsonObject { ["user_token"] = user.Issued }),
            ApiJson.Default.VideoConnection, wrapper: "gss_info", cancellationToken)
                .ConfigureAwait(false);
    }
}
