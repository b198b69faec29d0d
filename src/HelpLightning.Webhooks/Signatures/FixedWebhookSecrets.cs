using System.Collections.Immutable;

namespace HelpLightning.Webhooks;

/// <summary>Secrets that do not change while the program runs.</summary>
public sealed class FixedWebhookSecrets(params IEnumerable<WebhookSecret> secrets) : IWebhookSecrets
{
    /// <inheritdoc/>
    public ImmutableArray<WebhookSecret> Current { get; } = [.. secrets];

    /// <inheritdoc/>
    public void Refresh()
    {
    }
}
