namespace HelpLightning.Webhooks;

/// <summary>A handler as the worker knows it: a name, the events it takes, what it does.</summary>
public sealed class WebhookHandlerEntry
{
    private readonly Func<WebhookEvent, bool> _takes;
    private readonly Func<WebhookEvent, WebhookContext, CancellationToken, ValueTask> _handle;

    private WebhookHandlerEntry(
        string name, Func<WebhookEvent, bool> takes, Func<WebhookEvent, WebhookContext, CancellationToken, ValueTask> handle)
    {
        Name = name;
        _takes = takes;
        _handle = handle;
    }

    /// <summary>By this name the inbox remembers that it is through with an event. One line, the same from run to run.</summary>
    public string Name { get; }

    /// <summary>Makes an entry for the events of a type and of those derived from it.</summary>
    /// <exception cref="ArgumentException">The name is empty or has more than one line.</exception>
    public static WebhookHandlerEntry For<TEvent>(string name, Func<TEvent, WebhookContext, CancellationToken, ValueTask> handle)
        where TEvent : WebhookEvent
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(handle);
        return name.AsSpan().ContainsAny('\r', '\n')
            ? throw new ArgumentException("The name of a handler is one line.", nameof(name))
            : new WebhookHandlerEntry(
                name, static e => e is TEvent, (happened, context, cancellation) => handle((TEvent)happened, context, cancellation));
    }

    internal bool Takes(WebhookEvent happened) => _takes(happened);

    internal ValueTask HandleAsync(WebhookEvent happened, WebhookContext context, CancellationToken cancellationToken) =>
        _handle(happened, context, cancellationToken);
}
