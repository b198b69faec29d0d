using System.Diagnostics;

namespace HelpLightning.Webhooks;

/// <summary>Takes an event to all handlers that want it, and judges what came of it.</summary>
public sealed class WebhookDispatcher
{
    /// <summary>Of an error's text, for people to read.</summary>
    private const int LongestError = 1_000;

    private readonly WebhookHandlerEntry[] _handlers;
    private readonly InboxWorkerOptions _options;
    private readonly WebhookObserver? _observer;

    /// <param name="handlers">Who handles what. An event that nobody takes is handled.</param>
    /// <param name="options">Delays and limits.</param>
    /// <param name="observer">Is told what happens; null for nobody.</param>
    /// <exception cref="ArgumentException">Two handlers have the same name: the inbox could not tell which one is through.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range; the message says which one.</exception>
    public WebhookDispatcher(IEnumerable<WebhookHandlerEntry> handlers, InboxWorkerOptions options, WebhookObserver? observer = null)
    {
        ArgumentNullException.ThrowIfNull(handlers);
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        _handlers = [.. handlers];
        _options = options;
        _observer = observer;
        if (_handlers.CountBy(static h => h.Name).FirstOrDefault(static name => name.Value > 1) is { Key: { } twice })
        {
            throw new ArgumentException($"Two webhook handlers are called '{twice}'. Give each a name of its own.", nameof(handlers));
        }
    }

    /// <summary>Tries an event once.</summary>
    /// <param name="claimed">The event.</param>
    /// <param name="cancellationToken">The program ends: what is broken off counts as not tried.</param>
    public async ValueTask<Settlement> HandleAsync(InboxEvent claimed, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(claimed);
        WebhookEvent happened;
        try
        {
            happened = WebhookEvent.Read(claimed.Body.Span);
        }
        catch (FormatException e)
        {
            return Settlement.Dead(claimed, e.Message, handledBy: null);
        }

        using Activity? activity = WebhookTelemetry.StartAttempt(claimed);
        HashSet<string> through = [.. claimed.HandledBy?.Split('\n') ?? []];
        WebhookContext context = new()
        {
            Id = claimed.Id,
            ReceivedAt = claimed.ReceivedAt,
            Attempt = claimed.Attempts + 1,
            SignedBy = claimed.SignedBy,
            Body = claimed.Body,
        };
        List<Exception> errors = [];
        foreach (WebhookHandlerEntry handler in _handlers.Where(h => !through.Contains(h.Name) && h.Takes(happened)))
        {
            Exception? error = await TryAsync(handler, happened, context, cancellationToken).ConfigureAwait(false);
            if (error is null)
            {
                through.Add(handler.Name);
                continue;
            }

            if (cancellationToken.IsCancellationRequested)
            {
                return Settlement.PutOff(claimed, _options.TimeProvider.GetUtcNow());
            }

            errors.Add(error);
            _observer?.HandlerFailed(claimed, handler.Name, error);
        }

        Settlement settlement = Judge(claimed, errors, through.Count == 0 ? null : string.Join('\n', through));
        activity?.SetStatus(errors.Count == 0 ? ActivityStatusCode.Ok : ActivityStatusCode.Error);
        return settlement;
    }

    private async ValueTask<Exception?> TryAsync(
        WebhookHandlerEntry handler, WebhookEvent happened, WebhookContext context, CancellationToken cancellationToken)
    {
        long start = _options.TimeProvider.GetTimestamp();
        using CancellationTokenSource limit = new(_options.HandlerTimeout, _options.TimeProvider);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        Exception? error = null;
        try
        {
            await handler.HandleAsync(happened, context, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (limit.IsCancellationRequested)
        {
            error = new TimeoutException($"The handler took longer than {_options.HandlerTimeout}.", e);
        }
        catch (Exception e)
        {
            error = e;
        }

        WebhookTelemetry.RecordHandler(handler.Name, _options.TimeProvider.GetElapsedTime(start), error);
        return error;
    }

    private Settlement Judge(InboxEvent claimed, List<Exception> errors, string? handledBy)
    {
        if (errors.Count == 0)
        {
            return Settlement.Handled(claimed);
        }

        string error = Tell(errors);
        List<Exception> again = [.. errors.Where(static e => e is not WebhookDeadLetterException)];
        if (again.Count == 0 || claimed.Attempts >= _options.RetryDelays.Count)
        {
            return Settlement.Dead(claimed, error, handledBy);
        }

        TimeSpan usual = _options.RetryDelays[claimed.Attempts] * (1 + (Random.Shared.NextDouble() / 5));
        TimeSpan delay = again.Min(e => e is WebhookRetryException { After: { } after } ? after : usual);
        return Settlement.Retry(claimed, _options.TimeProvider.GetUtcNow() + delay, error, handledBy);
    }

    /// <summary>One line for each, without what a terminal would obey.</summary>
    private static string Tell(List<Exception> errors)
    {
        string text = string.Join(" | ", errors.Select(static e => e is WebhookRetryException or WebhookDeadLetterException
            ? e.Message
            : $"{e.GetType().Name}: {e.Message}"));
        text = string.Create(Math.Min(text.Length, LongestError), text, static (kept, all) =>
        {
            for (int i = 0; i < kept.Length; i++)
            {
                kept[i] = char.IsControl(all[i]) ? ' ' : all[i];
            }
        });
        return text.Length > 0 && char.IsHighSurrogate(text[^1]) ? text[..^1] : text;
    }
}
