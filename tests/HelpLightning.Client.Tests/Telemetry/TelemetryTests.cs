using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Reflection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace HelpLightning.Client.Tests;

/// <summary>What dashboards and alarms are built on: names, tags and numbers stay as they are.</summary>
public sealed class TelemetryTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void The_numbers_and_levels_of_log_events_are_frozen()
    {
        Dictionary<int, (string, LogLevel)> events = typeof(HelpLightningClient).Assembly.GetType("HelpLightning.Client.ClientLog")!
            .GetMethods(BindingFlags.Static | BindingFlags.Public)
            .ToDictionary(method => method.GetCustomAttribute<LoggerMessageAttribute>()!.EventId, method => (method.Name, method.GetCustomAttribute<LoggerMessageAttribute>()!.Level));
        Assert.Equal(
            new Dictionary<int, (string, LogLevel)>
            {
                [1] = ("Retrying", LogLevel.Information),
                [2] = ("TokenReplaced", LogLevel.Information),
                [3] = ("ClockCorrected", LogLevel.Warning),
                [4] = ("KeyReplaced", LogLevel.Information),
                [5] = ("KeyAlarm", LogLevel.Error),
                [6] = ("SettingsChanged", LogLevel.Information),
                [7] = ("SettingsUnusable", LogLevel.Error),
                [8] = ("ClockMended", LogLevel.Information),
                [9] = ("ClockNotBelieved", LogLevel.Error),
                [10] = ("ListCutShort", LogLevel.Warning),
                [11] = ("KeyAlarmEnded", LogLevel.Information),
            },
            events);
    }

    [Fact]
    public async Task A_call_is_one_activity_with_these_tags_and_no_other()
    {
        await using ScriptedServer server = new(request => request.Number switch
        {
            0 => Reply.Of(503, ""),
            1 => Reply.Json("{}", 401),
            2 => Reply.Json("""{"id":7}"""),
            _ => Reply.Of(404, ""),
        });
        ConcurrentQueue<Activity> activities = new();
        using ActivityListener listener = new()
        {
            ShouldListenTo = source => source.Name == "HelpLightning.Client",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                if (Equals(activity.GetTagItem("server.port"), server.Port))
                {
                    activities.Enqueue(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        using HelpLightningClient client = TestClient.For(server);
        await client.Users.GetAsync(7, Cancellation);
        await Assert.ThrowsAsync<HelpLightningNotFoundException>(async () =>
        {
            await foreach (User _ in client.Users.ListAsync(UserFilter.Email == "ann@example.com", cancellationToken: TestContext.Current.CancellationToken).WithCancellation(Cancellation))
            {
            }
        });
        await client.SendAsync(HttpMethod.Get, "/v1/secret-path?secret=query", cancellationToken: Cancellation);

        Activity[] seen = [.. activities];
        Assert.Equal(
            ["GET /api/v1r1/enterprise/users/{user_id}", "GET /api/v1r1/enterprise/users", "GET (raw)"],
            seen.Select(activity => activity.DisplayName));
        Assert.All(seen, activity => Assert.Equal(ActivityKind.Client, activity.Kind));
        Assert.Equal(ActivityStatusCode.Unset, seen[0].Status);
        Assert.Equal(ActivityStatusCode.Error, seen[1].Status);
        Assert.Equal(
            [
                "http.request.method=GET", "http.request.resend_count=2", "http.response.status_code=200", "server.address=127.0.0.1",
                $"server.port={server.Port}", "url.template=/api/v1r1/enterprise/users/{user_id}",
            ],
            TagsOf(seen[0]));
        Assert.Equal(
            [
                "error.type=404", "http.request.method=GET", "http.response.status_code=404", "server.address=127.0.0.1",
                $"server.port={server.Port}", "url.template=/api/v1r1/enterprise/users",
            ],
            TagsOf(seen[1]));
        Assert.DoesNotContain(seen.SelectMany(TagsOf), tag => tag.Contains("ann", StringComparison.Ordinal) || tag.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Each_instrument_counts_what_it_says()
    {
        // Meters are shared by all clients of the process; this host name is used by this test alone.
        const string Host = "localhost";
        ConcurrentQueue<(string Name, double Value, KeyValuePair<string, object?>[] Tags)> measured = new();
        using MeterListener listener = new()
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == "HelpLightning.Client")
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => measured.Enqueue((instrument.Name, value, tags.ToArray())));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => measured.Enqueue((instrument.Name, value, tags.ToArray())));
        listener.Start();

        DateTimeOffset now = new(2026, 5, 4, 3, 2, 1, TimeSpan.Zero);
        await using ScriptedServer server = new(request => request.Number switch
        {
            0 => Reply.Of(503, ""),
            1 => Reply.Json("{}", 401, $"Date: {now.AddMinutes(4):R}\r\n"),
            _ => Reply.Json("""{"id":7}""", headers: $"Date: {now.AddMinutes(4):R}\r\n"),
        });
        HelpLightningOptions options = TestClient.Options($"http://{Host}:{server.Port}");

        // A clock that stands still would never end a wait before a retry.
        (options.RequestsPerSecond, options.TimeProvider, options.RetryDelay) = (1000, new FakeTimeProvider(now), TimeSpan.Zero);
        using HelpLightningClient client = HelpLightningClient.Create(options);
        long start = Stopwatch.GetTimestamp();
        await client.Users.GetAsync(7, Cancellation);
        TimeSpan whole = Stopwatch.GetElapsedTime(start);

        (string _, double seconds, KeyValuePair<string, object?>[] tags) = Assert.Single(measured, m => m.Name == "helplightning.client.call.duration" && Has(m.Tags, Host));
        Assert.InRange(seconds, 0, whole.TotalSeconds);
        Assert.Equal(
            ["http.request.method=GET", "http.response.status_code=200", "server.address=localhost", "url.template=/api/v1r1/enterprise/users/{user_id}"],
            tags.Select(tag => $"{tag.Key}={tag.Value}").Order(StringComparer.Ordinal));
        (string _, double correction, KeyValuePair<string, object?>[] _) = Assert.Single(measured, m => m.Name == "helplightning.client.clock.correction" && Has(m.Tags, Host));
        Assert.Equal(240, correction);
        Assert.Contains(measured, m => m.Name == "helplightning.client.retries" && m.Value == 1);
        Assert.Contains(measured, m => m.Name == "helplightning.client.tokens.replaced" && m.Value == 1);

        // Three sendings: two within a second, and one after the clock was corrected.
        Assert.True(measured.Count(m => m.Name == "helplightning.client.tokens.signed") >= 2);
        Assert.True(measured.Count(m => m.Name == "helplightning.client.rate_limit.wait") >= 3);
    }

    [Fact]
    public async Task The_log_of_a_retry_says_why_without_the_ids_of_the_path()
    {
        LogRecorder log = new();
        await using ScriptedServer server = new(Reply.Raw("HTTP/1.1 200", thenReset: true));
        using HelpLightningClient client = HelpLightningClient.Create(TestClient.Options(server.Address), log);
        await Assert.ThrowsAsync<HelpLightningUnreachableException>(() => client.Users.GetAsync(4711, Cancellation));
        Assert.Equal(3, log.Count(1));
        Assert.All(log.Lines, line => Assert.Contains("GET /api/v1r1/enterprise/users/{user_id} is tried again in", line.Text, StringComparison.Ordinal));
        Assert.All(log.Lines, line => Assert.EndsWith("attempt(s): BrokenOff", line.Text, StringComparison.Ordinal));
        Assert.All(log.Lines, line => Assert.DoesNotContain("4711", line.Text, StringComparison.Ordinal));
    }

    private static bool Has(KeyValuePair<string, object?>[] tags, string host) => tags.Any(tag => tag.Key == "server.address" && Equals(tag.Value, host));

    private static string[] TagsOf(Activity activity) =>
        [.. activity.TagObjects.Select(tag => $"{tag.Key}={tag.Value}").Order(StringComparer.Ordinal)];
}
