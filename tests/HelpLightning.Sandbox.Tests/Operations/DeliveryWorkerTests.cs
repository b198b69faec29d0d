using System.Net;
using Microsoft.Data.Sqlite;

namespace HelpLightning.Sandbox.Tests.Operations;

/// <summary>What delivers goes on whatever happens, and by no clock but the sandbox's.</summary>
public sealed class DeliveryWorkerTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    private const string FullDisk =
        "CREATE TRIGGER disk_full BEFORE INSERT ON webhook_attempts BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_clock_of_the_request_that_told_a_webhook_first_is_not_the_clock_of_what_follows()
    {
        await using Receiver receiver = new();
        long webhook = fixture.Sandbox.Webhooks.Add(new SandboxWebhook { PayloadUrl = receiver.Url, EventType = SandboxEventType.Session });
        Answer opened = await fixture.SendAsync(
            HttpMethod.Post, "/api/v1/sessions", $$"""{"contact_tokens": ["{{await fixture.OtherContactTokenAsync()}}"]}""",
            "application/json",
            ("x-helplightning-api-key", fixture.Sandbox.ApiKey), ("Authorization", await fixture.UserTokenAsync()),
            ("x-sandbox-fault", "clock=-45s"));
        Assert.True(opened.Status == HttpStatusCode.OK, opened.Body);
        fixture.Sandbox.Webhooks.Publish(SandboxEventType.Session, "later", "{}");
        await fixture.Sandbox.Webhooks.WhenIdleAsync(Cancellation);
        IReadOnlyList<SandboxWebhookDelivery> deliveries = fixture.Sandbox.Webhooks.GetDeliveries(webhook);
        Assert.Equal(fixture.Sandbox.Clock.GetUtcNow().AddSeconds(-45), deliveries[1].CreatedAt);
        Assert.Equal(fixture.Sandbox.Clock.GetUtcNow(), deliveries[0].CreatedAt);
        Assert.All(deliveries, d => Assert.Equal(fixture.Sandbox.Clock.GetUtcNow(), Assert.Single(d.Attempts).At));
    }

    [Fact]
    public async Task An_outcome_that_cannot_be_written_down_is_written_later_and_nothing_is_posted_again()
    {
        using TemporaryFile file = new();
        await using Receiver receiver = new(_ => "500 Oops");
        await using HelpLightningSandbox sandbox = await StartAsync(file, TimeSpan.FromHours(1));
        long webhook = sandbox.Webhooks.Add(new SandboxWebhook { PayloadUrl = receiver.Url });
        await ChangeAsync(file, FullDisk);
        sandbox.Webhooks.Publish(SandboxEventType.Call, "started", "{}");
        await Eventually.HoldsAsync(() => Problem(sandbox) is not null);
        Assert.Contains("database or disk is full", Problem(sandbox), StringComparison.Ordinal);

        // The worker is another one afterwards.
        await Assert.ThrowsAsync<FormatException>(
            () => sandbox.LoadScenarioAsync("""{"start_from": "empty", "calls": [{"dialer": 1, "receiver": 4711}]}""", Cancellation));
        await ChangeAsync(file, "DROP TRIGGER disk_full");
        await Eventually.HoldsAsync(() => sandbox.Webhooks.GetDeliveries(webhook)[0].Attempts.Count > 0);
        SandboxWebhookDelivery delivery = sandbox.Webhooks.GetDeliveries(webhook)[0];
        Assert.Equal((SandboxDeliveryState.Pending, 500), (delivery.State, Assert.Single(delivery.Attempts).Status));
        Assert.InRange(delivery.NextAttemptAt!.Value, delivery.Attempts[0].At.AddHours(1), sandbox.Clock.GetUtcNow().AddHours(1));
        await Eventually.HoldsAsync(() => Problem(sandbox) is null);
        Assert.Single(receiver.Events);
        sandbox.Clock.Advance(TimeSpan.FromHours(1));
        await sandbox.Webhooks.WhenIdleAsync(Cancellation);
        Assert.Equal(2, receiver.Events.Count);
    }

    [Fact]
    public async Task An_outcome_that_could_not_be_written_down_is_not_taken_for_one_of_after_a_reset()
    {
        using TemporaryFile file = new();
        await using Receiver receiver = new(number => number == 1 ? "500 Oops" : "200 OK");
        await using HelpLightningSandbox sandbox = await StartAsync(file);
        long before = sandbox.Webhooks.Add(new SandboxWebhook { PayloadUrl = receiver.Url });
        await ChangeAsync(file, FullDisk);
        sandbox.Webhooks.Publish(SandboxEventType.Call, "started", "{}");
        await Eventually.HoldsAsync(() => Problem(sandbox) is not null);
        await sandbox.ResetAsync(Cancellation);
        Assert.Equal(before, sandbox.Webhooks.Add(new SandboxWebhook { PayloadUrl = receiver.Url }));
        sandbox.Webhooks.Publish(SandboxEventType.Call, "ended", "{}");
        await sandbox.Webhooks.WhenIdleAsync(Cancellation);
        SandboxWebhookDelivery delivery = Assert.Single(sandbox.Webhooks.GetDeliveries(before));
        Assert.Equal((SandboxDeliveryState.Delivered, 200), (delivery.State, Assert.Single(delivery.Attempts).Status));
    }

    [Fact]
    public async Task A_webhook_goes_on_after_a_failure_that_nobody_has_thought_of()
    {
        using TemporaryFile file = new();
        await using Receiver receiver = new();
        await using HelpLightningSandbox sandbox = await StartAsync(file);
        sandbox.Webhooks.Add(new SandboxWebhook { PayloadUrl = receiver.Url });
        await ChangeAsync(
            file,
            "CREATE TRIGGER spoil AFTER INSERT ON webhook_deliveries BEGIN UPDATE webhook_deliveries SET event_id = 'no id' "
            + "WHERE id = NEW.id; END");
        sandbox.Webhooks.Publish(SandboxEventType.Call, "started", "{}");
        Task idle = sandbox.Webhooks.WhenIdleAsync(Cancellation);
        await Eventually.HoldsAsync(() => Problem(sandbox) is not null);
        await ChangeAsync(file, "DROP TRIGGER spoil; UPDATE webhook_deliveries SET event_id = '00000000-0000-4000-8000-000000000000'");
        await idle;
        Assert.Single(receiver.Events);
    }

    private static string? Problem(HelpLightningSandbox sandbox) => Assert.Single(sandbox.Webhooks.List()).Problem;

    private static Task<HelpLightningSandbox> StartAsync(TemporaryFile file, params TimeSpan[] retries) => HelpLightningSandbox.StartAsync(
        new HelpLightningSandboxOptions { DataFile = file.Path, Seed = SandboxSeed.None, WebhookRetryDelays = retries }, Cancellation);

    private static async Task ChangeAsync(TemporaryFile file, string sql)
    {
        await using SqliteConnection connection = new(
            new SqliteConnectionStringBuilder { DataSource = file.Path, Pooling = false }.ToString());
        await connection.OpenAsync(Cancellation);
        await using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Cancellation);
    }
}
