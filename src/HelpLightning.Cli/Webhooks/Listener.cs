using HelpLightning.Cli.Hosting;
using HelpLightning.Webhooks;

namespace HelpLightning.Cli.Webhooks;

/// <summary>Takes events and has them handled, until it is told to end.</summary>
/// <param name="host">The clock.</param>
/// <param name="plan">What was asked for.</param>
/// <param name="inbox">Where events are until they are handled. Not disposed.</param>
/// <param name="screen">Where it is told.</param>
internal sealed class Listener(Host host, ListenPlan plan, IWebhookInbox inbox, ListenScreen screen)
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    /// <summary>For what was answered just before the end: it is promised, and mostly done with at once.</summary>
    private static readonly TimeSpan TimeToFinish = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan PaceAtEnd = TimeSpan.FromMilliseconds(10);

    /// <param name="handlers">Those beside the one that sends events on.</param>
    /// <param name="started">Called with the address once events are taken.</param>
    /// <param name="cancellationToken">Ends it, which is no error.</param>
    public async Task RunAsync(
        IEnumerable<WebhookHandlerEntry> handlers, Action<string> started, CancellationToken cancellationToken)
    {
        await using SignatureMemory memory = new(inbox, plan.Secrets);
        using EventForwarder? forwarder = plan.Target is { } target ? new EventForwarder(target, memory) : null;
        InboxWorkerOptions options = new() { TimeProvider = host.Clock };
        WebhookDispatcher dispatcher = new(forwarder is null ? handlers : [Forwarding(forwarder), .. handlers], options, screen);
        InboxWorker worker = new(inbox, dispatcher, options, screen);
        WebhookReceiver receiver = new(
            memory, plan.Secrets,
            new WebhookReceiverOptions { AllowUnsigned = plan.TakesUnsigned, TimeProvider = host.Clock }, screen);
        await using ListenServer server = await ListenServer.StartAsync(
            plan.Port, memory, receiver, screen, host.Clock, cancellationToken);
        started(server.Address);
        using CancellationTokenSource stop = new();
        Task working = worker.RunAsync(stop.Token);
        try
        {
            await Task.WhenAny(TellAsync(cancellationToken), screen.Broken, working);
        }
        finally
        {
            await server.StopAsync();
            await FinishAsync(working);
            await stop.CancelAsync();
            await working;
        }

        if (screen.Broken.IsFaulted)
        {
            await screen.Broken;
        }
    }

    /// <summary>An entry for events that are wanted; the others are done with.</summary>
    public WebhookHandlerEntry Entry<TEvent>(string name, Func<TEvent, WebhookContext, CancellationToken, ValueTask> handle)
        where TEvent : WebhookEvent => WebhookHandlerEntry.For<TEvent>(
            name,
            (happened, context, cancellation) => plan.Filter.Takes(happened.Category)
                ? handle(happened, context, cancellation)
                : ValueTask.CompletedTask);

    private WebhookHandlerEntry Forwarding(EventForwarder forwarder) =>
        Entry<WebhookEvent>("forward", (_, context, cancellation) => forwarder.HandleAsync(context, cancellation));

    private async Task FinishAsync(Task working)
    {
        long start = host.Clock.GetTimestamp();
        while (!working.IsCompleted && host.Clock.GetElapsedTime(start) < TimeToFinish
            && (await inbox.GetStatusAsync(CancellationToken.None)).New > 0)
        {
            await Task.Delay(PaceAtEnd, host.Clock, CancellationToken.None);
        }
    }

    /// <summary>Until it is told to end: how quiet it is, and when a file of secrets cannot be read any more.</summary>
    private async Task TellAsync(CancellationToken cancellationToken)
    {
        string? toldProblem = null;
        long lastBeat = host.Clock.GetTimestamp();
        using PeriodicTimer timer = new(Pace, host.Clock);
        screen.Tick();
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                // They look at their files only when they are asked for, which may be long after.
                _ = plan.Secrets.Current;
                string? problem = (plan.Secrets as WebhookSecretFiles)?.Problem;
                if (problem is not null && problem != toldProblem)
                {
                    screen.Warn($"A file of secrets cannot be read, and the last ones stay in force: {problem}");
                }

                toldProblem = problem;
                screen.Tick();
                if (plan.Heartbeat is { } interval && host.Clock.GetElapsedTime(lastBeat) >= interval)
                {
                    lastBeat = host.Clock.GetTimestamp();
                    screen.Beat();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C and SIGTERM are how it is stopped.
        }
    }
}
