using Microsoft.Extensions.DependencyInjection;

namespace HelpLightning.Webhooks.AspNetCore;

/// <summary>A handler that was added, before there are services.</summary>
internal sealed record HandlerRegistration(Func<IServiceScopeFactory, WebhookHandlerEntry> Make);
