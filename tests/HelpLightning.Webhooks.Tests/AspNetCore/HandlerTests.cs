using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using HelpLightning.Tests;
using HelpLightning.Webhooks.AspNetCore;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using static HelpLightning.Webhooks.Tests.Inbox.Bodies;

namespace HelpLightning.Webhooks.Tests.AspNetCore;

public sealed class HandlerTests
{
    [Fact]
    public async Task A_class_gets_the_events_it_is_for_in_a_scope_of_its_own()
    {
        ConcurrentQueue<string> seen = [];
        await using WebhookSite site = await WebhookSite.StartAsync(
            build: webhooks =>
            {
                webhooks.Services.AddSingleton(seen);
                webhooks.Services.AddScoped<PerEvent>();
                webhooks.AddHandler<AttachmentCreated, Recorder>().AddHandler<CallEnded, Recorder>()
                    .AddHandler<WebhookEvent>("all", static (services, e, _, _) =>
                    {
                        services.GetRequiredService<ConcurrentQueue<string>>().Enqueue($"all {e.Category}");
                        return default;
                    });
            });
        foreach (byte[] body in (byte[][])[Of("started", "c"), Attachment("c", 7, "u"), Of("ended", "c")])
        {
            using HttpResponseMessage response = await site.PostAsync(body);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        await Eventually.HoldsAsync(() => seen.Count == 5);
        Assert.Equal(["all started", "attachment 7 by north, attempt 1, use 1", "all attachment_created", "ended c, use 1", "all ended"], seen);
        await Eventually.HoldsAsync(() => site.EventsAsync().Result.TrueForAll(static e => e.State == InboxEventState.Handled));
    }

    [Fact]
    public async Task Where_handlers_do_not_run_events_wait()
    {
        await using WebhookSite site = await WebhookSite.StartAsync(
            static o =>
            {
                o.Secrets["north"] = WebhookSite.Secret;
                o.RunHandlers = false;
            },
            static webhooks => webhooks.AddHandler<WebhookEvent>("x", static (_, _, _, _) => throw new InvalidOperationException("must not run")));
        using HttpResponseMessage _ = await site.PostAsync(Of("started", "c"));
        Assert.Equal((InboxEventState.New, 0), (await site.EventsAsync())[0] is var e ? (e.State, e.Attempts) : default);
    }

    [Fact]
    public async Task Settings_come_from_a_configuration_section()
    {
        IConfiguration section = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["W:Secrets:0"] = "first",
            ["W:Secrets:north"] = "second",
            ["W:RetryDelays:0"] = "00:00:01",
            ["W:Concurrency"] = "3",
            ["W:DuplicateWindow"] = "00:01:00",
            ["W:MaxBodySize"] = "2048",
        }).Build().GetSection("W");
        ServiceCollection services = new();
        services.AddLogging().AddHelpLightningWebhooks(section);
        await using ServiceProvider provider = services.BuildServiceProvider();
        HelpLightningWebhookOptions options = provider.GetRequiredService<IOptions<HelpLightningWebhookOptions>>().Value;
        Assert.Equal((3, TimeSpan.FromMinutes(1), 2048), (options.Concurrency, options.DuplicateWindow, options.MaxBodySize));
        Assert.Equal([TimeSpan.FromSeconds(1)], options.RetryDelays);
        Assert.Equal([null, "north"], provider.GetRequiredService<IWebhookSecrets>().Current.Select(static s => s.Name));
    }

    [Fact]
    public async Task Secrets_in_the_configuration_are_followed()
    {
        ConfigurationManager configuration = new();
        configuration["W:Secrets:0"] = "first";
        await using WebhookSite site = await WebhookSite.StartAsync(
            static _ => { }, host: builder => builder.Services.AddHelpLightningWebhooks(configuration.GetSection("W")));
        Assert.Equal(HttpStatusCode.OK, (await site.PostAsync(Of("one", "c"), "first")).StatusCode);
        configuration["W:Secrets:0"] = "second";
        ((IConfigurationRoot)configuration).Reload();
        Assert.Equal(HttpStatusCode.OK, (await site.PostAsync(Of("two", "c"), "second")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await site.PostAsync(Of("three", "c"), "first")).StatusCode);

        configuration["W:Secrets:0"] = "";
        ((IConfigurationRoot)configuration).Reload();
        Assert.Equal(HttpStatusCode.OK, (await site.PostAsync(Of("four", "c"), "second")).StatusCode);
        Assert.Contains(site.Log.Lines, static line => line.Contains("the old ones stay in force", StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_does_not_start_with_settings_that_cannot_be_meant()
    {
        await RefusesAsync(static _ => { }, "No webhook secret is set");
        await RefusesAsync(
            static o =>
            {
                o.AllowUnsigned = true;
                o.Secrets["x"] = "y";
            },
            "worth nothing");
        await RefusesAsync(static o => o.Secrets["x"] = "", "'x' is empty");
        await RefusesAsync(
            static o =>
            {
                o.AllowUnsigned = true;
                o.Concurrency = 0;
                o.MaxBodySize = 1;
            },
            "Concurrency", "MaxBodySize is 1");
    }

    [Fact]
    public void Mapping_without_services_says_what_to_call()
    {
        WebApplication app = WebApplication.CreateSlimBuilder().Build();
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => app.MapHelpLightningWebhooks("/x"));
        Assert.Contains("AddHelpLightningWebhooks", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_tells_how_it_is_doing()
    {
        await using WebhookSite site = await WebhookSite.StartAsync(
            build: static webhooks => webhooks.AddHandler<CallEnded>("x", static (_, _, _, _) => throw new WebhookDeadLetterException("no")),
            host: static builder => builder.Services.AddHealthChecks().AddHelpLightningWebhooks(tags: ["ready"]));
        HealthCheckService health = site.Services.GetRequiredService<HealthCheckService>();
        Assert.Equal(HealthStatus.Healthy, (await health.CheckHealthAsync(TestContext.Current.CancellationToken)).Status);
        using HttpResponseMessage _ = await site.PostAsync(Of("ended", "c"));
        await Eventually.HoldsAsync(() => health.CheckHealthAsync().Result.Status == HealthStatus.Degraded);
        await site.Inbox.DisposeAsync();
        Assert.Equal(HealthStatus.Unhealthy, (await health.CheckHealthAsync(TestContext.Current.CancellationToken)).Status);
    }

    [Fact]
    public async Task Everything_is_counted()
    {
        ConcurrentDictionary<string, double> counted = [];
        using MeterListener listener = new();
        listener.InstrumentPublished = static (instrument, l) =>
        {
            if (instrument.Meter.Name == "HelpLightning.Webhooks")
            {
                l.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Count(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Count(instrument, value, tags));
        listener.Start();
        await using WebhookSite site = await WebhookSite.StartAsync(
            build: static webhooks => webhooks.AddHandler<CallEnded>("h", static (_, _, c, _) => c.Attempt == 1
                ? throw new WebhookRetryException("again") { After = TimeSpan.Zero }
                : default));
        using HttpResponseMessage one = await site.PostAsync(Of("ended", "counted"));
        using HttpResponseMessage two = await site.PostAsync(Of("ended", "counted"));
        using HttpResponseMessage three = await site.PostAsync(Of("ended", "counted"), "wrong");
        await Eventually.HoldsAsync(() => counted.ContainsKey("helplightning.webhooks.attempts outcome=handled"));
        foreach (string name in (string[])
        [
            "helplightning.webhooks.received outcome=stored", "helplightning.webhooks.received outcome=repeated",
            "helplightning.webhooks.received outcome=refused error.type=signature_mismatch", "helplightning.webhooks.attempts outcome=retried",
            "helplightning.webhooks.lag outcome=handled", "helplightning.webhooks.handler.duration handler=h", "helplightning.webhooks.unhandled",
        ])
        {
            await Eventually.HoldsAsync(() => counted.Keys.Any(k => k.StartsWith(name, StringComparison.Ordinal)), name);
        }

        void Count(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            string key = instrument.Name;
            foreach (KeyValuePair<string, object?> tag in tags)
            {
                key += $" {tag.Key}={tag.Value}";
            }

            counted.AddOrUpdate(key, value, (_, before) => before + value);
        }
    }

    private static async Task RefusesAsync(Action<HelpLightningWebhookOptions> configure, params string[] words)
    {
        OptionsValidationException error = await Assert.ThrowsAsync<OptionsValidationException>(() => WebhookSite.StartAsync(configure));
        Assert.All(words, word => Assert.Contains(word, error.Message, StringComparison.Ordinal));
    }

    private sealed class PerEvent
    {
        public int Uses { get; set; }
    }

    private sealed class Recorder(ConcurrentQueue<string> seen, PerEvent own) : IWebhookHandler<AttachmentCreated>, IWebhookHandler<CallEnded>
    {
        public ValueTask HandleAsync(AttachmentCreated happened, WebhookContext context, CancellationToken cancellationToken)
        {
            seen.Enqueue($"attachment {happened.AttachmentId} by {context.SignedBy}, attempt {context.Attempt}, use {++own.Uses}");
            return default;
        }

        public ValueTask HandleAsync(CallEnded happened, WebhookContext context, CancellationToken cancellationToken)
        {
            seen.Enqueue($"ended {happened.CallId}, use {++own.Uses}");
            return default;
        }
    }
}
