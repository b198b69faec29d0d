using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HelpLightning.Client.Tests;

/// <summary>Everything that an application can record of the client, at the most talkative level, holds no secret.</summary>
public sealed class SecretsTests
{
    [Fact]
    public async Task Logs_traces_metrics_and_exceptions_hold_no_secret()
    {
        await using ScriptedServer server = new(request => request.Number switch
        {
            0 => Reply.Json("""{"id":1,"token":"user.token.secret"}"""),
            1 or 2 => Reply.Json("""{"code":1003}""", 400),
            _ => Reply.Raw("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{", thenReset: true),
        });
        Recorder recorder = new();
        using ActivityListener listener = recorder.ListenToActivities();
        using MeterListener meters = recorder.ListenToMeters();
        ServiceCollection services = new();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(recorder));
        services.AddHelpLightning(options =>
        {
            HelpLightningOptions right = TestClient.Options(server.Address);
            options.ApiKey = right.ApiKey;
            options.SiteId = right.SiteId;
            options.PartnerKey = right.PartnerKey;
            options.BaseAddress = right.BaseAddress;
        });
        await using (ServiceProvider provider = services.BuildServiceProvider())
        {
            HelpLightningClient client = provider.GetRequiredService<HelpLightningClient>();
            User user = await client.Users.GetAsync(1, TestContext.Current.CancellationToken);
            recorder.Add(user.ToString());
            recorder.Add((await Assert.ThrowsAsync<HelpLightningAuthenticationException>(() => client.Users.GetAsync(1, TestContext.Current.CancellationToken))).ToString());
            recorder.Add((await Assert.ThrowsAsync<HelpLightningUnreachableException>(() => client.Users.GetAsync(1, TestContext.Current.CancellationToken))).ToString());
            recorder.Add(client.ToString());
        }

        string recorded = string.Join('\n', recorder.Lines);
        Assert.Contains("GET", recorded, StringComparison.Ordinal);
        Assert.True(recorder.Lines.Count > 20, "too little was recorded for the test to mean anything");
        Assert.DoesNotContain(TestClient.ApiKey, recorded, StringComparison.Ordinal);
        Assert.DoesNotContain("user.token.secret", recorded, StringComparison.Ordinal);
        foreach (WireRequest request in server.Requests)
        {
            string token = Assert.Single(request.Headers("Authorization"));
            Assert.DoesNotContain(token[^60..], recorded, StringComparison.Ordinal);
            Assert.DoesNotContain(token[..60], recorded, StringComparison.Ordinal);
        }
    }

    private sealed class Recorder : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> _lines = new();

        public ConcurrentQueue<string> Lines => _lines;

        public void Add(string? line) => _lines.Enqueue(line ?? "");

        public ActivityListener ListenToActivities()
        {
            ActivityListener listener = new()
            {
                ShouldListenTo = _ => true,
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = activity =>
                {
                    Add(activity.DisplayName);
                    foreach ((string name, object? value) in activity.TagObjects)
                    {
                        Add($"{name}={value}");
                    }
                },
            };
            ActivitySource.AddActivityListener(listener);
            return listener;
        }

        public MeterListener ListenToMeters()
        {
            MeterListener listener = new() { InstrumentPublished = (instrument, self) => self.EnableMeasurementEvents(instrument) };
            listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add($"{instrument.Name} {value} {string.Join(' ', tags.ToArray())}"));
            listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add($"{instrument.Name} {value} {string.Join(' ', tags.ToArray())}"));
            listener.Start();
            return listener;
        }

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            Add(state.ToString());
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            Add($"{formatter(state, exception)} {exception}");
            if (state is IEnumerable<KeyValuePair<string, object?>> pairs)
            {
                foreach ((string name, object? value) in pairs)
                {
                    Add($"{name}={value}");
                }
            }
        }

        public void Dispose()
        {
        }
    }
}
