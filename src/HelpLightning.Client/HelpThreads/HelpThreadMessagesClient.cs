using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace HelpLightning.Client;

/// <summary>
/// The messages of one help thread. The routes are known from a program of a Help Lightning engineer only, not from the
/// vendor itself. Methods are virtual so that tests can replace them; safe for many threads.
/// </summary>
public class HelpThreadMessagesClient
{
    private static readonly Endpoint ListEndpoint = Endpoint.Get("/api/v1r1/workbox/messages", TokenKind.HelpThread, Confidence.ThirdParty);
    private static readonly Endpoint SendEndpoint = Endpoint.Post(
        "/api/v1r1/workbox/messages", TokenKind.HelpThread, Confidence.ThirdParty);
    private static readonly Endpoint GetEndpoint = Endpoint.Get(
        "/api/v1r1/workbox/messages/{message_id}", TokenKind.HelpThread, Confidence.ThirdParty);
    private static readonly Endpoint RecentEndpoint = Endpoint.Get(
        "/api/v1r1/workbox/messages/recent_history", TokenKind.HelpThread, Confidence.ThirdParty);
    private static readonly Endpoint HistoryEndpoint = Endpoint.Get(
        "/api/v1r1/workbox/messages/history_by_direction", TokenKind.HelpThread, Confidence.ThirdParty);

    private readonly ApiCaller _api;

    internal HelpThreadMessagesClient(ApiCaller api) => _api = api;

    /// <summary>For tests that replace methods.</summary>
    protected HelpThreadMessagesClient() => _api = null!;

    /// <summary>Lists all messages.</summary>
    /// <param name="options">Limit, where to begin. The list goes by a cursor: page size and order have no effect.</param>
    /// <param name="cancellationToken">Ends every walk over the list.</param>
    [Calls(nameof(ListEndpoint))]
    public virtual PagedList<HelpThreadMessage> ListAsync(ListOptions? options = null, CancellationToken cancellationToken = default) =>
        _api.List(ListEndpoint.Request(), ApiJson.Default.HelpThreadMessagePage, options, cancellationToken);

    /// <summary>Sends a text.</summary>
    /// <param name="username">The sender's <see cref="User.Username"/>.</param>
    /// <param name="text">The text.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The message as the server took it; null when its answer does not show it.</returns>
    [Calls(nameof(SendEndpoint))]
    public virtual async Task<HelpThreadMessage?> SendTextAsync(string username, string text, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(username);
        ArgumentException.ThrowIfNullOrEmpty(text);
        DateTimeOffset now = _api.Core.Connections.Value.Clock.GetUtcNow();
        JsonObject body = new()
        {
            ["username"] = username,
            ["type"] = "Text",
            ["version"] = 2,
            ["sent_at"] = now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            ["metadata"] = new JsonObject { ["message"] = text },
        };
        HelpLightningResponse response = (await _api.SendAsync(
            SendEndpoint.Request().Json(body), cancellationToken).ConfigureAwait(false)).EnsureSuccess();
        if (response.Body.IsEmpty)
        {
            return null;
        }

        using JsonDocument document = response.ReadJson();
        return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("id"u8, out _)
            ? JsonRows.ReadOne(document.RootElement, ApiJson.Default.HelpThreadMessage, response)
            : null;
    }

    /// <summary>Reads one message.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    [Calls(nameof(GetEndpoint))]
    public virtual Task<HelpThreadMessage> GetAsync(long id, CancellationToken cancellationToken = default) =>
        _api.ReadAsync(GetEndpoint.Request(id), ApiJson.Default.HelpThreadMessage, cancellationToken);

    /// <summary>The latest messages, newest first.</summary>
    /// <param name="limit">How many at the most: 1 or more.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    [Calls(nameof(RecentEndpoint))]
    public virtual Task<IReadOnlyList<HelpThreadMessage>> GetRecentAsync(int limit = 20, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        return _api.ReadArrayAsync(
            RecentEndpoint.Request().Query("limit", limit), ApiJson.Default.HelpThreadMessagePage, cancellationToken);
    }

    /// <summary>The messages next to one; an empty list means that there are no more that way.</summary>
    /// <param name="messageId">From which message.</param>
    /// <param name="direction">Which way.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    [Calls(nameof(HistoryEndpoint))]
    public virtual Task<IReadOnlyList<HelpThreadMessage>> GetHistoryAsync(
        long messageId, HistoryDirection direction = HistoryDirection.Newer, CancellationToken cancellationToken = default) =>
        _api.ReadArrayAsync(
            HistoryEndpoint.Request().Query("message_id", messageId)
                .Query("direction", direction == HistoryDirection.Older ? "DESC" : "ASC"),
            ApiJson.Default.HelpThreadMessagePage,
            cancellationToken);
}
