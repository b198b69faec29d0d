using System.Collections.Concurrent;
using HelpLightning.Webhooks;

namespace HelpLightning.Cli.Webhooks;

/// <summary>
/// The inbox of a run, which others own, with the signatures of what came: no inbox keeps them, and whoever sends an event on wants the
/// one that it came with. Of an event of an earlier run it is made again, with the secret of the name that signed it.
/// </summary>
internal sealed class SignatureMemory(IWebhookInbox inbox, IWebhookSecrets secrets) : DelegatingInbox
{
    /// <summary>So many may wait to be sent on; of more the signature is made again.</summary>
    private const int MostKept = 10_000;
    private const int LongestSignature = 200;

    private readonly ConcurrentDictionary<UInt128, string> _kept = [];
    private readonly AsyncLocal<string?> _arriving = new();

    protected override IWebhookInbox Inner => inbox;

    /// <summary>Tells the signature of the request that is being answered.</summary>
    public void Arrives(string? signature) =>
        _arriving.Value = signature is { Length: > 0 and <= LongestSignature } && !signature.AsSpan().ContainsAnyExceptInRange('!', '~')
            ? signature
            : null;

    /// <summary>The signature of an event; null when it has none.</summary>
    public string? Of(WebhookContext context)
    {
        if (_kept.TryGetValue(IdentityOf(context), out string? kept))
        {
            return kept;
        }

        return context.SignedBy is { } name && secrets.Current.FirstOrDefault(s => s.Name == name) is { } secret
            ? WebhookSignature.Create(context.Body.Span, secret)
            : null;
    }

    public void Forget(WebhookContext context) => _kept.TryRemove(IdentityOf(context), out _);

    public override async ValueTask<IntakeResult> AcceptAsync(IncomingEvent incoming, CancellationToken cancellationToken = default)
    {
        // Before it is stored, as it may be sent on at once then.
        bool isNew = _arriving.Value is { } signature && _kept.Count < MostKept && _kept.TryAdd(incoming.Identity, signature);
        IntakeResult? result = null;
        try
        {
            return (result = await inbox.AcceptAsync(incoming, cancellationToken)).Value;
        }
        finally
        {
            if (isNew && result != IntakeResult.Stored)
            {
                _kept.TryRemove(incoming.Identity, out _);
            }
        }
    }

    protected override ValueTask CloseAsync() => ValueTask.CompletedTask;

    private static UInt128 IdentityOf(WebhookContext context) => new IncomingEvent(context.Body, context.ReceivedAt).Identity;
}
