using HelpLightning.Webhooks;

namespace HelpLightning.Cli.Webhooks;

/// <summary>A secret, and where it stands.</summary>
/// <param name="Secret">The secret.</param>
/// <param name="Place">For people: the file as it was typed, and which line of several; or the variable.</param>
internal sealed record KnownSecret(WebhookSecret Secret, string Place)
{
    public override string ToString() => Place;
}
