namespace HelpLightning.Webhooks.AspNetCore;

/// <summary>How the inbox is opened.</summary>
internal sealed record InboxOpening(Func<IServiceProvider, InboxOptions, CancellationToken, ValueTask<IWebhookInbox>> Open);
