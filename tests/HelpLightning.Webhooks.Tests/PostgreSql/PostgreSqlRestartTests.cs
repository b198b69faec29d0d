using System.Collections.Concurrent;
using System.Globalization;
using HelpLightning.Tests;
using HelpLightning.Webhooks.PostgreSql;

namespace HelpLightning.Webhooks.Tests.PostgreSql;

/// <summary>The server goes and comes back while there is work.</summary>
public sealed class PostgreSqlRestartTests(PostgresServer server) : PostgresTest(server)
{
    [Fact]
    public async Task Nothing_that_was_answered_is_lost_and_everything_goes_on_by_itself()
    {
        PostgreSqlInbox receiver = await OpenAsync();
        PostgreSqlInbox working = await OpenAsync();
        ConcurrentDictionary<string, bool> answered = [];
        ConcurrentDictionary<string, int> handled = [];
        ConcurrentDictionary<string, int> last = [];
        int refused = 0;
        int disordered = 0;
        using CancellationTokenSource endIntake = new();
        using CancellationTokenSource endWork = new();
        InboxWorkerOptions options = new();
        InboxWorker worker = new(
            working,
            new WebhookDispatcher(
                [
                    WebhookHandlerEntry.For<CallEvent>("note", (happened, _, _) =>
                    {
                        int number = int.Parse(happened.Category!, CultureInfo.InvariantCulture);

                        // What was handled and not written down is handled again, but never something before it.
                        disordered += last.TryGetValue(happened.CallId!, out int before) && number < before ? 1 : 0;
                        last[happened.CallId!] = number;
                        handled.AddOrUpdate($"{happened.CallId} {happened.Category}", 1, static (_, n) => n + 1);
                        return ValueTask.CompletedTask;
                    }),
                ],
                options),
            options);
        Task work = worker.RunAsync(endWork.Token);
        Task intake = Task.WhenAll(Enumerable.Range(0, 8).Select(async call =>
        {
            for (int i = 0; !endIntake.IsCancellationRequested; i++)
            {
                try
                {
                    await AcceptAsync(receiver, $"{i}", $"call_{call}");
                    answered[$"call_{call} {i}"] = true;
                }
                catch (InboxUnavailableException)
                {
                    Interlocked.Increment(ref refused);
                    await Task.Delay(20, Cancellation);
                }
            }
        }));

        await Eventually.HoldsAsync(() => handled.Count > 200);
        await Server.CrashAsync();
        await Eventually.HoldsAsync(() => Volatile.Read(ref refused) > 0);
        await Server.StartAsync();
        int then = answered.Count;
        await Eventually.HoldsAsync(() => answered.Count > then + 200);
        await endIntake.CancelAsync();
        await intake;
        await Eventually.HoldsAsync(() => answered.Keys.All(handled.ContainsKey));
        await endWork.CancelAsync();
        await work;
        Assert.Equal(0, disordered);
    }
}
