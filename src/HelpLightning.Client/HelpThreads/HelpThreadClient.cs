using System.Text.Json.Nodes;

namespace HelpLightning.Client;

/// <summary>Work in one help thread. Methods are virtual so that tests can replace them; safe for many threads.</summary>
public class HelpThreadClient
{
    private const string JoinSession = "join_session";

    private static readonly Endpoint CloseEndpoint = Endpoint.Post("/api/v1r1/workbox/close", TokenKind.HelpThread);
    private static readonly Endpoint ReopenEndpoint = Endpoint.Post("/api/v1r1/workbox/reopen", TokenKind.HelpThread);
    private static readonly Endpoint FieldsEndpoint = Endpoint.Put("/api/v1r1/workbox/custom_fields", TokenKind.HelpThread);
    private static readonly Endpoint InviteEndpoint = Endpoint.Post("/api/v1r1/workbox/invite", TokenKind.HelpThread);
    private static readonly Endpoint InviteSilentlyEndpoint = Endpoint.Post("/api/v1r1/workbox/invite/silent", TokenKind.HelpThread);
    private static readonly Endpoint ResendEndpoint = Endpoint.Post("/api/v1r1/workbox/invite/{guest_uuid}", TokenKind.HelpThread);
    private static readonly Endpoint RemoveGuestEndpoint = Endpoint.Delete("/api/v1r1/workbox/invite/{guest_uuid}", TokenKind.HelpThread);

    private readonly HelpThreadsClient _threads;
    private readonly ApiCaller _api;

    internal HelpThreadClient(long id, HelpThreadsClient threads, ApiCaller api)
    {
        Id = id;
        _threads = threads;
        _api = api;
        Messages = new HelpThreadMessagesClient(api);
    }

    /// <summary>For tests that replace methods.</summary>
    protected HelpThreadClient(long id, HelpThreadMessagesClient messages)
    {
        Id = id;
        _threads = null!;
        _api = null!;
        Messages = messages;
    }

    /// <summary>The thread's id; keep it with the ticket that the thread is about.</summary>
    public long Id { get; }

    /// <summary>Its messages.</summary>
    public HelpThreadMessagesClient Messages { get; }

    /// <summary>Reads the thread.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public virtual Task<HelpThread> GetAsync(CancellationToken cancellationToken = default) => _threads.GetAsync(Id, cancellationToken);

    /// <summary>Closes the thread. Fields that are mandatory on closing must hold something.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    [Calls(nameof(CloseEndpoint))]
    public virtual Task CloseAsync(CancellationToken cancellationToken = default) =>
        _api.RunAsync(CloseEndpoint.Request().EmptyJson(), cancellationToken);

    /// <summary>Opens the thread again.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    [Calls(nameof(ReopenEndpoint))]
    public virtual Task ReopenAsync(CancellationToken cancellationToken = default) =>
        _api.RunAsync(ReopenEndpoint.Request().EmptyJson(), cancellationToken);

    /// <summary>Saves fields.</summary>
    /// <param name="values">The fields and what they shall hold.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    [Calls(nameof(FieldsEndpoint))]
    public virtual Task SetFieldsAsync(IEnumerable<CustomFieldValue> values, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        JsonArray fields = [.. values.Select(static value => (JsonNode)value.ToJson())];
        return _api.RunAsync(FieldsEndpoint.Request().Json(new JsonObject { ["values"] = fields }), cancellationToken);
    }

    /// <summary>Invites somebody by e-mail or SMS.</summary>
    /// <param name="invitation">Whom.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ArgumentException">Neither address nor number is given.</exception>
    [Calls(nameof(InviteEndpoint))]
    public virtual Task<HelpThreadInviteResult> InviteAsync(HelpThreadInvitation invitation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(invitation);
        if (string.IsNullOrWhiteSpace(invitation.Email) && string.IsNullOrWhiteSpace(invitation.Phone))
        {
            throw new ArgumentException(
                "Give an e-mail address or a phone number; InviteSilentlyAsync makes a link without sending anything.", nameof(invitation));
        }

        JsonObject body = Body(invitation.JoinVideo);
        body["name"] = invitation.Name;
        body["email"] = invitation.Email ?? "";
        body["phone"] = invitation.Phone ?? "";
        return _api.ReadAsync(InviteEndpoint.Request().Json(body), ApiJson.Default.HelpThreadInviteResult, cancellationToken);
    }

    /// <summary>Makes a link for somebody, and sends nothing.</summary>
    /// <param name="name">The guest's name.</param>
    /// <param name="joinVideo">True (the default) for a link into video.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    [Calls(nameof(InviteSilentlyEndpoint))]
    public virtual Task<HelpThreadInviteResult> InviteSilentlyAsync(
        string name, bool joinVideo = true, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        JsonObject body = Body(joinVideo);
        body["name"] = name;
        return _api.ReadAsync(InviteSilentlyEndpoint.Request().Json(body), ApiJson.Default.HelpThreadInviteResult, cancellationToken);
    }

    /// <summary>Sends an invitation again. Too soon after the last may be refused.</summary>
    /// <param name="guestUuid">The guest's <see cref="HelpThreadGuest.Uuid"/>.</param>
    /// <param name="joinVideo">True to invite into video.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    [Calls(nameof(ResendEndpoint))]
    public virtual Task ResendInvitationAsync(string guestUuid, bool joinVideo = false, CancellationToken cancellationToken = default) =>
        _api.RunAsync(ResendEndpoint.Request(guestUuid).Json(Body(joinVideo)), cancellationToken);

    /// <summary>Takes an invitation back.</summary>
    /// <param name="guestUuid">The guest's <see cref="HelpThreadGuest.Uuid"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    [Calls(nameof(RemoveGuestEndpoint))]
    public virtual Task RemoveGuestAsync(string guestUuid, CancellationToken cancellationToken = default) =>
        _api.RunAsync(RemoveGuestEndpoint.Request(guestUuid), cancellationToken);

    private static JsonObject Body(bool joinVideo)
    {
        JsonObject body = [];
        if (joinVideo)
        {
            body["action"] = JoinSession;
        }

        return body;
    }
}
