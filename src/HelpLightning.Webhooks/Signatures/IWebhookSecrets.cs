using System.Collections.Immutable;

namespace HelpLightning.Webhooks;

/// <summary>The secrets in force: what they are now, and whether they have changed.</summary>
public interface IWebhookSecrets
{
    /// <summary>
    /// All secrets that may have signed. The list is never changed; a later one takes its place. Empty: nothing is valid.
    /// </summary>
    ImmutableArray<WebhookSecret> Current { get; }

    /// <summary>
    /// Looks whether the secrets have changed, and returns when <see cref="Current"/> is what they were after the call. Called when no
    /// secret fits, before a request is refused: it may be the first that was signed with a new one.
    /// </summary>
    void Refresh();
}
