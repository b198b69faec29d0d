using HelpLightning.Sandbox;
using HelpLightning.Tests;
using HelpLightning.Webhooks.PostgreSql;
using HelpLightning.Webhooks.Tests.PostgreSql;
using Npgsql;

namespace HelpLightning.Webhooks.Tests.Kills;

/// <summary>
/// Two receivers and two workers on one inbox, each of which is killed while the sandbox sends every event to both receivers; the server is restarted
/// in the middle, and somebody keeps an old snapshot of it.
/// </summary>
public sealed class PostgreSqlKillTests(PostgresServer server) : PostgresTest(server)
{
    /// <summary>A worker's hand, for each death of a worker and for the server's.</summary>
    private const int MostTwice = 5 * 100;

    private static readonly int Events = KilledEvents.Number;

    [Fact]
    public async Task What_was_answered_is_handled_whoever_dies()
    {
        string folder = Directory.CreateTempSubdirectory("hl-kills-").FullName;
        string secret = Guid.NewGuid().ToString();
        string[] handled = [Path.Combine(folder, "handled1"), Path.Combine(folder, "handled2")];
        ReceiverProgram[] receivers = [Program(secret), Program(secret)];
        ReceiverProgram[] workers = [Program(secret, handled[0]), Program(secret, handled[1])];
        try
        {
            string[] addresses = [await receivers[0].StartAsync(), await receivers[1].StartAsync()];
            await workers[0].StartAsync();
            await workers[1].StartAsync();
            await using HelpLightningSandbox sandbox = await HelpLightningSandbox.StartAsync(
                new HelpLightningSandboxOptions
                {
                    ListenEndPoint = null,
                    WebhookRetryDelays = [.. Enumerable.Repeat(TimeSpan.FromMilliseconds(100), 600)],
                },
                Cancellation);
            long[] webhooks = [.. addresses.Select(a => sandbox.Webhooks.Add(new SandboxWebhook { PayloadUrl = new Uri(a + "/hook"), Secret = secret }))];
            Task publishing = Task.Run(
                () =>
                {
                    for (int n = 0; n < Events; n++)
                    {
                        sandbox.Webhooks.Publish(SandboxEventType.Call, "started", $$"""{"call_id":"call_{{n % 97}}","n":{{n}}}""");
                    }
                },
                Cancellation);
            NpgsqlConnection snapshot = await KeepSnapshotAsync();
            ReceiverProgram[] victims =
            [
                receivers[0], workers[0], receivers[1], workers[1], receivers[0], workers[0], receivers[1], workers[1], receivers[0], receivers[1],
            ];
            for (int death = 0; death < victims.Length; death++)
            {
                await HandledAsync((death + 1) * Events / (victims.Length + 3));
                await victims[death].KillAsync();
                await victims[death].StartAsync();
                if (death == victims.Length / 2)
                {
                    await Server.CrashAsync();
                    await Server.StartAsync();
                    await LetGoAsync(snapshot);
                    snapshot = await KeepSnapshotAsync();
                }
            }

            await publishing;
            await sandbox.Webhooks.WhenIdleAsync(Cancellation);
            await LetGoAsync(snapshot);
            await Eventually.HoldsAsync(() =>
                Count() >= Events && handled.SelectMany(HandledLines.Read).DistinctBy(static l => l.Number).Count() == Events);
            Assert.All(
                webhooks.SelectMany(sandbox.Webhooks.GetDeliveries), static d => Assert.Equal(SandboxDeliveryState.Delivered, d.State));
            HandledLines.Require([.. handled.SelectMany(HandledLines.Read)], Events, MostTwice);
            PostgreSqlInbox left = await OpenAsync();
            await Eventually.HoldsAsync(() => left.GetStatusAsync(Cancellation).AsTask().Result is { New: 0, Waiting: 0, Dead: 0 });
            Assert.Equal(Events, await AskAsync<long>("select count(*) from {schema}.event"));
        }
        finally
        {
            Array.ForEach(receivers, static r => r.Dispose());
            Array.ForEach(workers, static w => w.Dispose());
            Directory.Delete(folder, recursive: true);
        }

        int Count() => handled.Sum(HandledLines.Count);

        Task HandledAsync(int count) => Eventually.HoldsAsync(() => Count() >= count);
    }

    private ReceiverProgram Program(string secret, params string[] handled) =>
        new(secret, ["postgres", $"http://127.0.0.1:{LowPort.Find()}", Schema, .. handled]) { Inbox = Server.ConnectionString };

    private static async Task LetGoAsync(NpgsqlConnection snapshot)
    {
        try
        {
            await snapshot.DisposeAsync();
        }
        catch (NpgsqlException)
        {
            // The server's end was its end.
        }
    }

    /// <summary>As a backup does: until it is over, no version of a row that it can see may be removed.</summary>
    private async Task<NpgsqlConnection> KeepSnapshotAsync()
    {
        NpgsqlConnection connection = await Database.OpenConnectionAsync(Cancellation);
        await using NpgsqlCommand command = connection.CreateCommand();
        command.CommandText = $"begin isolation level repeatable read; select count(*) from {Schema}.event";
        await command.ExecuteNonQueryAsync(Cancellation);
        return connection;
    }
}
