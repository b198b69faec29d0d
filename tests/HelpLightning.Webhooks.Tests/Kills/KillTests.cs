using HelpLightning.Sandbox;
using HelpLightning.Tests;
using HelpLightning.Webhooks.Sqlite;

namespace HelpLightning.Webhooks.Tests.Kills;

/// <summary>A receiver is killed again and again while the sandbox sends as fast as it can.</summary>
public sealed class KillTests : IDisposable
{
    private const int Deaths = 10;

    private static readonly int Events = KilledEvents.Number;

    /// <summary>A worker's hand: what it can have handled and not written down.</summary>
    private const int InHand = 100;

    private readonly string _folder = Directory.CreateTempSubdirectory("hl-kills-").FullName;
    private readonly string _secret = Guid.NewGuid().ToString();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_was_answered_is_handled_though_the_receiver_dies_ten_times()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        string inbox = Path.Combine(_folder, "inbox.sqlite");
        string handled = Path.Combine(_folder, "handled");
        int port = LowPort.Find();
        using ReceiverProgram receiver = new(_secret, "sqlite", $"http://127.0.0.1:{port}", inbox, handled);
        string address = await receiver.StartAsync();
        await using HelpLightningSandbox sandbox = await HelpLightningSandbox.StartAsync(
            new HelpLightningSandboxOptions
            {
                ListenEndPoint = null,
                WebhookRetryDelays = [.. Enumerable.Repeat(TimeSpan.FromMilliseconds(100), 400)],
            },
            cancellation);
        long webhook = sandbox.Webhooks.Add(new SandboxWebhook { PayloadUrl = new Uri(address + "/hook"), Secret = _secret });
        Task publishing = Task.Run(
            () =>
            {
                for (int n = 0; n < Events; n++)
                {
                    sandbox.Webhooks.Publish(SandboxEventType.Call, "started", $$"""{"call_id":"call_{{n % 97}}","n":{{n}}}""");
                }
            },
            cancellation);

        // At a moment between two parts of the work, wherever that is: each death comes when so many more are handled.
        Random chance = new();
        for (int death = 0; death < Deaths; death++)
        {
            int until = (death * Events / (Deaths + 1)) + chance.Next(1, Events / (Deaths + 2));
            await Eventually.HoldsAsync(() => HandledLines.Count(handled) >= until);
            await receiver.KillAsync();
            await receiver.StartAsync();
        }

        await publishing;
        await sandbox.Webhooks.WhenIdleAsync(cancellation);
        await Eventually.HoldsAsync(() =>
            HandledLines.Count(handled) >= Events && HandledLines.Read(handled).DistinctBy(static l => l.Number).Count() == Events);
        await receiver.KillAsync();

        Assert.All(
            sandbox.Webhooks.GetDeliveries(webhook), static delivery => Assert.Equal(SandboxDeliveryState.Delivered, delivery.State));
        HandledLines.Require(HandledLines.Read(handled), Events, Deaths * InHand);
        await using SqliteInbox left = SqliteInbox.OpenToAdminister(inbox, new InboxOptions());
        Assert.Equal(Events, await left.ListAsync(new InboxQuery(), cancellation).CountAsync(cancellation));
    }
}
