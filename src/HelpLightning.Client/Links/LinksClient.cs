using System.Text.Json;
using System.Text.Json.Nodes;

namespace HelpLightning.Client;

/// <summary>Links into a user's calls. Methods are virtual so that tests can replace them; safe for many threads.</summary>
public class LinksClient
{
    private const int LongestText = 255;

    private static readonly Endpoint CreateEndpoint = Endpoint.Post("/api/v1/sessions/link", TokenKind.User);
    private static readonly Endpoint InviteEndpoint = Endpoint.Post("/api/v1/sessions/link/invite", TokenKind.User);
    private static readonly Endpoint RoomInviteEndpoint = Endpoint.Post("/api/v1/personal_room/invite", TokenKind.User);

    private readonly ApiCaller _api;

    internal LinksClient(ApiCaller api) => _api = api;

    /// <summary>For tests that replace methods.</summary>
    protected LinksClient() => _api = null!;

    /// <summary>Makes a link.</summary>
    /// <param name="type">What it opens.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="HelpLightningMalformedReplyException">The answer has no link.</exception>
    [Calls(nameof(CreateEndpoint))]
    public virtual Task<CallLink> CreateAsync(LinkType type = LinkType.OneTime, CancellationToken cancellationToken = default)
    {
        string wire = type switch
        {
            LinkType.OneTime => "otu",
            LinkType.MyHelpSpace => "mhs",
            LinkType.RunningCall => "tpi",
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, "This is no type of link."),
        };
        return _api.ReadAsync(
            CreateEndpoint.Request().Json(new JsonObject { ["linkType"] = wire }), ApiJson.Default.CallLink, cancellationToken);
    }

    /// <summary>Sends a link to somebody.</summary>
    /// <param name="invitation">To whom.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether mail and SMS went out: a success of the call does not say so.</returns>
    /// <exception cref="ArgumentException">Neither address nor number is given, or a text is too long or holds &lt; or &gt;.</exception>
    [Calls(nameof(InviteEndpoint))]
    public virtual async Task<LinkInvitationResult> InviteAsync(LinkInvitation invitation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(invitation);
        Check(invitation);
        JsonObject body = new()
        {
            ["recipientName"] = invitation.Name ?? "",
            ["recipientEmail"] = invitation.Email ?? "",
            ["recipientPhoneNumber"] = invitation.PhoneNumber,
            ["linkType"] = invitation.Type == LinkType.MyHelpSpace ? 1 : 2,
            ["message"] = invitation.Message ?? "",
        };
        if (invitation.CallLink is { } link)
        {
            body["invite"] = link.Link.OriginalString;
            body["signature"] = link.Signature;
        }

        HelpLightningResponse response = (await _api.SendAsync(
            InviteEndpoint.Request().Json(body), cancellationToken).ConfigureAwait(false)).EnsureSuccess();
        using JsonDocument document = response.ReadJson();

        // One mock of the vendor's answers with a bare true; it tells nothing of the two results.
        return document.RootElement.ValueKind == JsonValueKind.Object
            ? JsonRows.ReadOne(document.RootElement, ApiJson.Default.LinkInvitationResult, response)!
            : new LinkInvitationResult();
    }

    /// <summary>
    /// Invites somebody into the user's meeting room by e-mail. An older route: <see cref="InviteAsync"/> has taken its place.
    /// </summary>
    /// <param name="name">The recipient's name.</param>
    /// <param name="email">The recipient's e-mail address.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    [Calls(nameof(RoomInviteEndpoint))]
    public virtual Task InviteToMyHelpSpaceAsync(string name, string email, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentException.ThrowIfNullOrWhiteSpace(email);
        return _api.RunAsync(RoomInviteEndpoint.Request().Json(new JsonObject { ["name"] = name, ["email"] = email }), cancellationToken);
    }

    private static void Check(LinkInvitation invitation)
    {
        if (string.IsNullOrWhiteSpace(invitation.Email) && string.IsNullOrWhiteSpace(invitation.PhoneNumber))
        {
            throw new ArgumentException("Give an e-mail address or a phone number.", nameof(invitation));
        }

        if (invitation.Type == LinkType.RunningCall)
        {
            throw new ArgumentException(
                "Only one-time and My Help Space links can be sent; nothing is known of sending a link into a running call.",
                nameof(invitation));
        }

        foreach ((string what, string? text)
            in (ReadOnlySpan<(string, string?)>)[("name", invitation.Name), ("message", invitation.Message)])
        {
            if (text is { Length: > LongestText } || text.AsSpan().ContainsAny('<', '>'))
            {
                throw new ArgumentException($"The {what} has up to {LongestText} characters, and no < or >.", nameof(invitation));
            }
        }
    }
}
