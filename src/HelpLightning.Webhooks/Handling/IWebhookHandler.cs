namespace HelpLightning.Webhooks;

/// <summary>
/// Does something about an event. A handler of <see cref="CallEvent"/> gets every event of calls, one of <see cref="WebhookEvent"/>
/// every event.
/// <para>
/// It is called at least once for each event, and again when it failed or when the program ended while it ran: what it does
/// must be right when done twice. Events of one call come one after the other, in the order in which they were received, which need not be
/// the order in which they happened; who has to know how things stand asks the API.
/// </para>
/// </summary>
/// <typeparam name="TEvent">What it is called for.</typeparam>
public interface IWebhookHandler<in TEvent>
    where TEvent : WebhookEvent
{
    /// <summary>Handles an event. An exception has it tried again later, by this handler alone.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="context">When it came, which attempt this is.</param>
    /// <param name="cancellationToken">The program ends, or the handler has taken too long.</param>
    /// <exception cref="WebhookRetryException">Try again, at a time that the handler chooses.</exception>
    /// <exception cref="WebhookDeadLetterException">Do not try again.</exception>
    ValueTask HandleAsync(TEvent happened, WebhookContext context, CancellationToken cancellationToken);
}
