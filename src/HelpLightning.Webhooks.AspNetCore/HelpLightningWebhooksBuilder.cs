using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace HelpLightning.Webhooks.AspNetCore;

/// <summary>Says who handles events, and where they are kept meanwhile.</summary>
public sealed class HelpLightningWebhooksBuilder
{
    internal HelpLightningWebhooksBuilder(IServiceCollection services) => Services = services;

    /// <summary>The services of the application.</summary>
    public IServiceCollection Services { get; }

    /// <summary>
    /// Adds a class that handles the events of a type, and of those derived from it. It is made in a scope of its own for each event,
    /// unless it is registered otherwise.
    /// </summary>
    /// <typeparam name="TEvent">The events, such as <see cref="AttachmentCreated"/>; <see cref="WebhookEvent"/> for all.</typeparam>
    /// <typeparam name="THandler">The class.</typeparam>
    public HelpLightningWebhooksBuilder AddHandler<
        TEvent, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler>()
        where TEvent : WebhookEvent
        where THandler : class, IWebhookHandler<TEvent> =>
        AddHandler<TEvent, THandler>($"{typeof(THandler).FullName} {typeof(TEvent).Name}");

    /// <inheritdoc cref="AddHandler{TEvent, THandler}()"/>
    /// <param name="name">
    /// By it the inbox remembers that the handler is through with an event, so that it stays the same from run to run. By itself it is the
    /// names of class and event.
    /// </param>
    public HelpLightningWebhooksBuilder AddHandler<
        TEvent, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler>(string name)
        where TEvent : WebhookEvent
        where THandler : class, IWebhookHandler<TEvent>
    {
        Services.TryAddScoped<THandler>();
        return Add<TEvent>(
            name,
            static (services, happened, context, cancellation) =>
                services.GetRequiredService<THandler>().HandleAsync(happened, context, cancellation));
    }

    /// <summary>Adds a function that handles the events of a type, and of those derived from it.</summary>
    /// <typeparam name="TEvent">The events, such as <see cref="AttachmentCreated"/>; <see cref="WebhookEvent"/> for all.</typeparam>
    /// <param name="name">By it the inbox remembers that the handler is through with an event. The same from run to run.</param>
    /// <param name="handle">Is given the services of a scope of its own.</param>
    public HelpLightningWebhooksBuilder AddHandler<TEvent>(
        string name, Func<IServiceProvider, TEvent, WebhookContext, CancellationToken, ValueTask> handle)
        where TEvent : WebhookEvent
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(handle);
        return Add(name, handle);
    }

    /// <summary>
    /// Keeps events elsewhere than in the embedded file. While the store cannot be reached, requests are answered with 503, and it is
    /// tried again for as long as it takes.
    /// </summary>
    /// <param name="open">
    /// Opens the inbox; called again after an <see cref="InboxUnavailableException"/>. Any other exception ends the program: no
    /// attempt mends
    /// a wrong setting. The inbox is disposed of when the program ends.
    /// </param>
    public HelpLightningWebhooksBuilder UseInbox(Func<IServiceProvider, InboxOptions, CancellationToken, ValueTask<IWebhookInbox>> open)
    {
        ArgumentNullException.ThrowIfNull(open);
        Services.Replace(ServiceDescriptor.Singleton(new InboxOpening(open)));
        return this;
    }

    private HelpLightningWebhooksBuilder Add<TEvent>(
        string name, Func<IServiceProvider, TEvent, WebhookContext, CancellationToken, ValueTask> handle)
        where TEvent : WebhookEvent
    {
        Services.AddSingleton(new HandlerRegistration(scopes => WebhookHandlerEntry.For<TEvent>(
            name,
            async (happened, context, cancellation) =>
            {
                AsyncServiceScope scope = scopes.CreateAsyncScope();
                await using (scope.ConfigureAwait(false))
                {
                    await handle(scope.ServiceProvider, happened, context, cancellation).ConfigureAwait(false);
                }
            })));
        return this;
    }
}
