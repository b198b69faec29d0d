using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using HelpLightning.PartnerKeys;
using Microsoft.Extensions.Time.Testing;

namespace HelpLightning.Sandbox.Tests.Operations;

public sealed class WebhookTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_event_is_posted_as_JSON_with_a_signature_over_its_bytes()
    {
        await using Receiver receiver = new();
        await using HelpLightningSandbox sandbox = await StartAsync();
        sandbox.Webhooks.Add(new SandboxWebhook { PayloadUrl = receiver.Url, Secret = "pä§§" });
        sandbox.Webhooks.Publish(SandboxEventType.Call, "attachment_created", """{ "call_id": "call_ä", "attachment": {"id": 1} }""");
        await sandbox.Webhooks.WhenIdleAsync(Cancellation);

        ReceivedEvent received = Assert.Single(receiver.Events);
        Assert.Equal("POST /hook?x=1 HTTP/1.1", received.RequestLine);
        Assert.Equal("application/json", received.Headers["Content-Type"]);
        Assert.StartsWith(
            """{"type":"call","category":"attachment_created","data":{"call_id":"call_""", received.Body, StringComparison.Ordinal);
        byte[] expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes("pä§§"), Encoding.UTF8.GetBytes(received.Body));
        Assert.Equal("sha256=" + Convert.ToHexStringLower(expected), received.Headers["x-helplightning-signature"]);
        Assert.Equal(
            ["Host", "User-Agent", "x-sandbox-event", "x-helplightning-signature", "Content-Type", "Content-Length"],
            received.Headers.Keys);
    }

    [Fact]
    public async Task Without_a_secret_there_is_no_signature_and_the_other_type_is_not_sent()
    {
        await using Receiver receiver = new();
        await using HelpLightningSandbox sandbox = await StartAsync();
        sandbox.Webhooks.Add(new SandboxWebhook { PayloadUrl = receiver.Url, EventType = SandboxEventType.Session });
        sandbox.Webhooks.Publish(SandboxEventType.Call, "started", "{}");
        sandbox.Webhooks.Publish(SandboxEventType.Session, "invited", "{}");
        await sandbox.Webhooks.WhenIdleAsync(Cancellation);
        ReceivedEvent received = Assert.Single(receiver.Events);
        Assert.Equal("""{"type":"session","category":"invited","data":{}}""", received.Body);
        Assert.False(received.Headers.ContainsKey("x-helplightning-signature"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_workspaces_events_are_its_own_webhooks_and_the_sites_by_a_setting(bool siteHearsWorkspaces)
    {
        await using Receiver ofSite = new();
        await using Receiver ofWorkspace = new();
        await using HelpLightningSandbox sandbox = await HelpLightningSandbox.StartAsync(
            new HelpLightningSandboxOptions { ListenEndPoint = null, SiteWebhooksHearWorkspaces = siteHearsWorkspaces }, Cancellation);
        SiteId workspace = new(SandboxFixture.Workspace);
        long first = sandbox.Webhooks.Add(new SandboxWebhook { PayloadUrl = ofSite.Url });
        sandbox.Webhooks.Add(new SandboxWebhook { PayloadUrl = ofWorkspace.Url, Site = workspace });
        Assert.Equal(first, sandbox.Webhooks.Add(new SandboxWebhook { PayloadUrl = ofSite.Url, Site = sandbox.SiteId }));
        Assert.Equal([null, workspace], sandbox.Webhooks.List().Select(w => w.Site));

        string[] alias =
        [
            .. sandbox.Parts.Database.Read(
                db => db.Numbers("SELECT id FROM users WHERE site_id = ?1 ORDER BY id LIMIT 2", workspace.Value)).Select(id => $"{id}"),
        ];
        sandbox.Calls.Start(alias[0], alias[1]);
        sandbox.Calls.Tag(sandbox.Calls.Start("1", "2").CallId, "site");
        await sandbox.Webhooks.WhenIdleAsync(Cancellation);
        Assert.Equal(3, ofWorkspace.Events.Count);
        Assert.Equal(siteHearsWorkspaces ? 6 : 3, ofSite.Events.Count);
        FormatException e = Assert.Throws<FormatException>(
            () => sandbox.Webhooks.Add(new SandboxWebhook { PayloadUrl = ofSite.Url, Site = new SiteId(9) }));
        Assert.Equal("There is no site or workspace 9 here.", e.Message);
        e = await Assert.ThrowsAsync<FormatException>(
            () => sandbox.LoadScenarioAsync("""{"webhooks": [{"url": "http://127.0.0.1:9/", "workspace": 9}]}""", Cancellation));
        Assert.Equal("'webhooks': There is no site or workspace 9 here.", e.Message);
    }

    [Fact]
    public async Task A_webhook_of_the_options_is_of_a_workspace_that_there_is()
    {
        SandboxWebhook webhook = new() { PayloadUrl = new Uri("http://127.0.0.1:9/"), Site = new SiteId(SandboxFixture.Workspace) };
        await using HelpLightningSandbox sandbox = await HelpLightningSandbox.StartAsync(
            new HelpLightningSandboxOptions { ListenEndPoint = null, Webhooks = [webhook] }, Cancellation);
        await sandbox.LoadScenarioAsync("""{"start_from": "empty"}""", Cancellation);
        Assert.Empty(sandbox.Webhooks.List());
        await sandbox.ResetAsync(Cancellation);
        Assert.Equal(webhook.Site, Assert.Single(sandbox.Webhooks.List()).Site);

        ArgumentException e = await Assert.ThrowsAsync<ArgumentException>(() => HelpLightningSandbox.StartAsync(
            new HelpLightningSandboxOptions { ListenEndPoint = null, Seed = SandboxSeed.None, Webhooks = [webhook] }, Cancellation));
        Assert.Equal($"There is no site or workspace {SandboxFixture.Workspace} here.", e.Message);
    }

    [Fact]
    public async Task Events_arrive_in_order_although_some_must_be_repeated()
    {
        await using Receiver receiver = new(number => number % 3 == 0 ? "503 Busy" : "200 OK");
        await using HelpLightningSandbox sandbox = await StartAsync(retries: [TimeSpan.Zero, TimeSpan.Zero]);
        sandbox.Webhooks.Add(new SandboxWebhook { PayloadUrl = receiver.Url });
        for (int i = 0; i < 20; i++)
        {
            sandbox.Webhooks.Publish(SandboxEventType.Call, "started", $$"""{"n":{{i}}}""");
        }

        await sandbox.Webhooks.WhenIdleAsync(Cancellation);
        string[] expected = [.. Enumerable.Range(0, 20).Select(i => $$$"""{"type":"call","category":"started","data":{"n":{{{i}}}}}""")];
        Assert.Equal(expected, receiver.Events.Select(e => e.Body).Distinct());
        Assert.Equal(29, receiver.Events.Count);
    }

    [Fact]
    public async Task Retries_wait_as_configured_by_the_sandboxs_clock_and_then_give_up()
    {
        await using Receiver receiver = new(_ => "500 Oops");
        FakeTimeProvider host = new(new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero));
        await using HelpLightningSandbox sandbox = await StartAsync(host, [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10)]);
        long webhook = sandbox.Webhooks.Add(new SandboxWebhook { PayloadUrl = receiver.Url });
        sandbox.Webhooks.Publish(SandboxEventType.Call, "ended", "{}");

        SandboxWebhookDelivery delivery = await AttemptsAsync(sandbox, webhook, 1);
        Assert.Equal((SandboxDeliveryState.Pending, sandbox.Clock.GetUtcNow().AddMinutes(1)), (delivery.State, delivery.NextAttemptAt));
        Assert.Equal(1, Assert.Single(sandbox.Webhooks.List()).Pending);
        sandbox.Clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Single(receiver.Events);
        sandbox.Clock.Advance(TimeSpan.FromSeconds(1));
        delivery = await AttemptsAsync(sandbox, webhook, 2);
        Assert.Equal(sandbox.Clock.GetUtcNow().AddMinutes(10), delivery.NextAttemptAt);

        // The host's clock moves the sandbox's as well.
        host.Advance(TimeSpan.FromMinutes(10));
        await sandbox.Webhooks.WhenIdleAsync(Cancellation);
        delivery = Assert.Single(sandbox.Webhooks.GetDeliveries(webhook));
        Assert.Equal((SandboxDeliveryState.Failed, 3), (delivery.State, delivery.Attempts.Count));
        Assert.All(delivery.Attempts, a => Assert.Equal((500, "answered 500", "note"), (a.Status, a.Error, a.ResponseBody)));
        Assert.Equal([0, 1, 11], delivery.Attempts.Select(a => (int)(a.At - delivery.CreatedAt).TotalMinutes));
    }

    [Fact]
    public async Task A_redelivery_sends_the_same_bytes_again()
    {
        await using Receiver receiver = new(number => number == 1 ? "404 Gone" : "204 Fine");
        await using HelpLightningSandbox sandbox = await StartAsync();
        long webhook = sandbox.Webhooks.Add(new SandboxWebhook { PayloadUrl = receiver.Url, Secret = "s" });
        sandbox.Webhooks.Publish(SandboxEventType.Call, "ended", """{"call_id":"call_1"}""");
        await sandbox.Webhooks.WhenIdleAsync(Cancellation);
        SandboxWebhookDelivery failed = Assert.Single(sandbox.Webhooks.GetDeliveries(webhook));
        Assert.Equal(SandboxDeliveryState.Failed, failed.State);

        long? again = sandbox.Webhooks.Redeliver(failed.Id);
        await sandbox.Webhooks.WhenIdleAsync(Cancellation);
        SandboxWebhookDelivery second = sandbox.Webhooks.GetDeliveries(webhook)[0];
        Assert.Equal(
            (again!.Value, (long?)failed.Id, SandboxDeliveryState.Delivered, failed.Body),
            (second.Id, second.RedeliveryOf, second.State, second.Body));
        ReceivedEvent[] events = [.. receiver.Events];
        Assert.Equal(events[0].Body, events[1].Body);
        Assert.Equal(events[0].Headers["x-helplightning-signature"], events[1].Headers["x-helplightning-signature"]);
        Assert.Null(sandbox.Webhooks.Redeliver(4711));
    }

    [Fact]
    public async Task A_receiver_that_stalls_holds_up_nobody_else()
    {
        await using Receiver stalling = new(_ => null);
        await using Receiver quick = new();
        await using HelpLightningSandbox sandbox = await StartAsync();
        long first = sandbox.Webhooks.Add(new SandboxWebhook { PayloadUrl = stalling.Url });
        long second = sandbox.Webhooks.Add(new SandboxWebhook { PayloadUrl = quick.Url });
        sandbox.Webhooks.Publish(SandboxEventType.Call, "ended", "{}");
        await Eventually.HoldsAsync(
            () => !stalling.Events.IsEmpty && sandbox.Webhooks.GetDeliveries(second) is [{ State: SandboxDeliveryState.Delivered }]);
        Assert.Single(quick.Events);
        Assert.Equal(SandboxDeliveryState.Pending, Assert.Single(sandbox.Webhooks.GetDeliveries(first)).State);
    }

    [Fact]
    public async Task A_receiver_that_stalls_is_given_up()
    {
        await using Receiver stalling = new(_ => null);
        await using HelpLightningSandbox sandbox = await StartAsync(timeout: TimeSpan.FromMilliseconds(300));
        long webhook = sandbox.Webhooks.Add(new SandboxWebhook { PayloadUrl = stalling.Url });
        sandbox.Webhooks.Publish(SandboxEventType.Call, "ended", "{}");
        await sandbox.Webhooks.WhenIdleAsync(Cancellation);
        SandboxWebhookAttempt attempt = Assert.Single(Assert.Single(sandbox.Webhooks.GetDeliveries(webhook)).Attempts);
        Assert.Equal((null, "no whole answer within 300ms"), (attempt.Status, attempt.Error));
    }

    [Fact]
    public async Task A_redirect_and_a_closed_port_are_failures()
    {
        await using Receiver redirecting = new(_ => "302 Found");

        // Taken, so that nobody else gets the port, but not listening.
        using Socket closed = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        closed.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        await using HelpLightningSandbox sandbox = await StartAsync();
        long first = sandbox.Webhooks.Add(new SandboxWebhook { PayloadUrl = redirecting.Url });
        long second = sandbox.Webhooks.Add(new SandboxWebhook { PayloadUrl = new Uri($"http://{closed.LocalEndPoint}/hook") });
        sandbox.Webhooks.Publish(SandboxEventType.Call, "ended", "{}");
        await sandbox.Webhooks.WhenIdleAsync(Cancellation);
        Assert.Equal("answered 302; redirects are not followed", Assert.Single(sandbox.Webhooks.GetDeliveries(first)).Attempts[0].Error);
        Assert.Contains(
            "refused", Assert.Single(sandbox.Webhooks.GetDeliveries(second)).Attempts[0].Error, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_removed_webhook_gets_nothing_more_even_when_its_receiver_stalls()
    {
        await using Receiver stalling = new(_ => null);
        await using HelpLightningSandbox sandbox = await StartAsync();
        long webhook = sandbox.Webhooks.Add(new SandboxWebhook { PayloadUrl = stalling.Url });
        sandbox.Webhooks.Publish(SandboxEventType.Call, "ended", "{}");
        await Eventually.HoldsAsync(() => !stalling.Events.IsEmpty);
        Assert.True(await sandbox.Webhooks.RemoveAsync(webhook));
        Assert.False(await sandbox.Webhooks.RemoveAsync(webhook));
        Assert.Empty(sandbox.Webhooks.List());
        await sandbox.Webhooks.WhenIdleAsync(Cancellation);
    }

    [Fact]
    public async Task What_a_run_left_undelivered_the_next_one_delivers()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("hl-sandbox-");
        try
        {
            string file = Path.Combine(folder.FullName, "site.db");
            await using Receiver receiver = new(number => number == 1 ? null : "200 OK");
            Receiver second = new();
            await using (HelpLightningSandbox sandbox = await StartAsync(file: file))
            {
                sandbox.Webhooks.Add(new SandboxWebhook { PayloadUrl = receiver.Url });
                sandbox.Webhooks.Publish(SandboxEventType.Call, "started", "{}");
                await Eventually.HoldsAsync(() => !receiver.Events.IsEmpty);
                sandbox.Webhooks.Add(new SandboxWebhook { PayloadUrl = second.Url });
                sandbox.Webhooks.Publish(SandboxEventType.Call, "ended", "{}");
                await Eventually.HoldsAsync(() => !second.Events.IsEmpty);
            }

            // The first POST was broken off, which counts as not tried.
            await using (HelpLightningSandbox sandbox = await StartAsync(file: file))
            {
                await sandbox.Webhooks.WhenIdleAsync(Cancellation);
                long stalled = sandbox.Webhooks.List()[0].Id;
                Assert.Equal(["ended", "started"], sandbox.Webhooks.GetDeliveries(stalled).Select(d => d.Category));
                Assert.All(
                    sandbox.Webhooks.GetDeliveries(stalled),
                    d => Assert.Equal((SandboxDeliveryState.Delivered, 1), (d.State, d.Attempts.Count)));
            }

            await second.DisposeAsync();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("http://example.com/hook", null, "http is only for receivers on this machine")]
    [InlineData("http://127.0.0.1.example.com/hook", null, "http is only for receivers on this machine")]
    [InlineData("ftp://127.0.0.1/hook", null, "a whole address")]
    [InlineData("https://user:word@example.com/", null, "no user name and password")]
    [InlineData("https://example.com/", "", "1 to 512 characters")]
    public async Task A_wrong_webhook_is_refused(string url, string? secret, string says)
    {
        await using HelpLightningSandbox sandbox = await StartAsync();
        SandboxWebhook webhook = new() { PayloadUrl = new Uri(url), Secret = secret };
        Assert.Contains(says, Assert.Throws<FormatException>(() => sandbox.Webhooks.Add(webhook)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://example.com/hook")]
    [InlineData("http://localhost:9000/hook")]
    [InlineData("http://[::1]:9000/hook")]
    public async Task A_webhook_of_the_same_address_and_type_is_one(string url)
    {
        await using HelpLightningSandbox sandbox = await StartAsync();
        long first = sandbox.Webhooks.Add(new SandboxWebhook { PayloadUrl = new Uri(url) });
        Assert.False(Assert.Single(sandbox.Webhooks.List()).HasSecret);
        Assert.Equal(first, sandbox.Webhooks.Add(new SandboxWebhook { PayloadUrl = new Uri(url), Secret = "now signed" }));
        Assert.True(Assert.Single(sandbox.Webhooks.List()).HasSecret);
        Assert.DoesNotContain("now signed", Assert.Single(sandbox.Webhooks.List()).ToString(), StringComparison.Ordinal);
    }

    private static Task<HelpLightningSandbox> StartAsync(
        TimeProvider? clock = null, IReadOnlyList<TimeSpan>? retries = null, TimeSpan? timeout = null, string? file = null) =>
        HelpLightningSandbox.StartAsync(
            new HelpLightningSandboxOptions
            {
                Seed = SandboxSeed.None,
                TimeProvider = clock ?? TimeProvider.System,
                WebhookRetryDelays = retries ?? [],
                WebhookTimeout = timeout ?? TimeSpan.FromMinutes(2),
                DataFile = file,
            }, Cancellation);

    private static async Task<SandboxWebhookDelivery> AttemptsAsync(HelpLightningSandbox sandbox, long webhook, int count)
    {
        await Eventually.HoldsAsync(
            () => sandbox.Webhooks.GetDeliveries(webhook) is [SandboxWebhookDelivery first, ..] && first.Attempts.Count >= count);
        SandboxWebhookDelivery delivery = sandbox.Webhooks.GetDeliveries(webhook)[0];
        Assert.Equal(count, delivery.Attempts.Count);
        return delivery;
    }
}
