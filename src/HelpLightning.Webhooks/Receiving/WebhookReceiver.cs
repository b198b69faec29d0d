using System.Collections.Immutable;

namespace HelpLightning.Webhooks;

/// <summary>
/// Takes requests, whatever server they come through: checks the signature of the raw bytes, and has the inbox keep them before it
/// says yes.
/// </summary>
public sealed class WebhookReceiver
{
    private readonly IWebhookInbox _inbox;
    private readonly IWebhookSecrets _secrets;
    private readonly WebhookReceiverOptions _options;
    private readonly WebhookObserver? _observer;

    /// <param name="inbox">Keeps the events. Not disposed.</param>
    /// <param name="secrets">Who may have signed them.</param>
    /// <param name="options">What to take.</param>
    /// <param name="observer">Is told what happens; null for nobody.</param>
    public WebhookReceiver(IWebhookInbox inbox, IWebhookSecrets secrets, WebhookReceiverOptions options, WebhookObserver? observer = null)
    {
        ArgumentNullException.ThrowIfNull(inbox);
        ArgumentNullException.ThrowIfNull(secrets);
        ArgumentNullException.ThrowIfNull(options);
        _inbox = inbox;
        _secrets = secrets;
        _options = options;
        _observer = observer;
    }

    /// <summary>Takes a request.</summary>
    /// <param name="body">Its body as it came. It may be kept, so that it must not be changed any more.</param>
    /// <param name="signatures">All values of its <see cref="WebhookSignature.HeaderName"/> headers.</param>
    /// <param name="cancellationToken">Ends the wait for the inbox.</param>
    public async ValueTask<ReceiveResult> ReceiveAsync(
        ReadOnlyMemory<byte> body, IReadOnlyList<string?> signatures, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(signatures);
        WebhookSignatureResult verdict = Verify(body.Span, signatures, out WebhookSecret? signedBy);
        if (verdict != WebhookSignatureResult.Valid && !(_options.AllowUnsigned && verdict == WebhookSignatureResult.NoSecret))
        {
            WebhookTelemetry.Count("refused", ReasonOf(verdict));
            _observer?.Refused(verdict, body.Length);
            return ReceiveResult.Refused;
        }

        IncomingEvent incoming = new(body, _options.TimeProvider.GetUtcNow(), signedBy?.Name);
        if (signedBy is null && !incoming.IsReadable)
        {
            WebhookTelemetry.Count("unreadable");
            return ReceiveResult.Unreadable;
        }

        try
        {
            IntakeResult result = await _inbox.AcceptAsync(incoming, cancellationToken).ConfigureAwait(false);
            WebhookTelemetry.Count(result == IntakeResult.Stored ? "stored" : "repeated");
            _observer?.Accepted(incoming, result);
            return result == IntakeResult.Stored ? ReceiveResult.Stored : ReceiveResult.Repeated;
        }
        catch (InboxUnavailableException e)
        {
            WebhookTelemetry.Count("unavailable");
            _observer?.Unavailable(e);
            return ReceiveResult.Unavailable;
        }
    }

    private WebhookSignatureResult Verify(ReadOnlySpan<byte> body, IReadOnlyList<string?> signatures, out WebhookSecret? signedBy)
    {
        ImmutableArray<WebhookSecret> secrets = _secrets.Current;
        if (signatures.Count > 1 && !secrets.IsEmpty)
        {
            signedBy = null;
            return WebhookSignatureResult.Repeated;
        }

        string? signature = signatures.Count > 0 ? signatures[0] : null;
        WebhookSignatureResult result = WebhookSignature.Verify(body, signature, secrets.AsSpan(), out signedBy);
        if (result is not (WebhookSignatureResult.Mismatch or WebhookSignatureResult.NoSecret))
        {
            return result;
        }

        // It may be the first that is signed with a new secret. Another request may have had it read already.
        _secrets.Refresh();
        return _secrets.Current is var now && now == secrets
            ? result
            : WebhookSignature.Verify(body, signature, now.AsSpan(), out signedBy);
    }

    private static string ReasonOf(WebhookSignatureResult verdict) => verdict switch
    {
        WebhookSignatureResult.Missing => "signature_missing",
        WebhookSignatureResult.Repeated => "signature_repeated",
        WebhookSignatureResult.Malformed => "signature_malformed",
        WebhookSignatureResult.Mismatch => "signature_mismatch",
        _ => "no_secret",
    };
}
