namespace HelpLightning.Webhooks.AspNetCore.Inbox;

/// <summary>How the inbox is opened.</summary>
internal sealed record InboxOpening(Func<IServiceProvider, InboxOptions, CancellationToken, ValueTask<IWebhookInbox>> Open);
