using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Polly;

namespace HelpLightning.Client;

/// <summary>
/// Traces, metrics and log of the client. Names are OpenTelemetry's HTTP conventions where there is one; none holds an
/// id, a query or a secret.
/// </summary>
internal sealed class ClientTelemetry(ILogger logger)
{
    public const string Name = "HelpLightning.Client";

    private static readonly string? Version = typeof(ClientTelemetry).Assembly.GetName().Version?.ToString(3);

    private static readonly ActivitySource Source = new(Name, Version);

    private static readonly Meter Meter = new(Name, Version);

    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>(
        "helplightning.client.call.duration", "s", "How long calls took, with retries and waits");

    private static readonly Counter<long> Retries = Meter.CreateCounter<long>(
        "helplightning.client.retries", "{retry}", "Requests that were sent again");

    private static readonly Counter<long> Tokens = Meter.CreateCounter<long>(
        "helplightning.client.tokens.signed", "{token}", "Partner tokens that were signed");

    private static readonly Counter<long> Replaced = Meter.CreateCounter<long>(
        "helplightning.client.tokens.replaced", "{token}", "Tokens that the server refused and another took the place of");

    private static readonly Histogram<double> Waits = Meter.CreateHistogram<double>(
        "helplightning.client.rate_limit.wait", "s", "How long requests waited for the client's own rate limit");

    private static readonly Gauge<double> Correction = Meter.CreateGauge<double>(
        "helplightning.client.clock.correction", "s", "What is added to this machine's time, as a server's Date showed");

    private static readonly UpDownCounter<int> Alarms = Meter.CreateUpDownCounter<int>(
        "helplightning.client.key.alarms", "{alarm}", "Keys that cannot be used, so that the ones from before go on signing");

    public ILogger Log { get; } = logger;

    public static ClientTelemetry Of(IServiceProvider provider) =>
        new((provider.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance).CreateLogger(Name));

    public static Activity? Start(ApiRequest request, Connection connection)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        Activity? activity = Source.StartActivity($"{request.Method} {request.Template}", ActivityKind.Client);
        if (activity is { IsAllDataRequested: true })
        {
            activity.SetTag("http.request.method", request.Method.Method);
            activity.SetTag("url.template", request.Template);
            activity.SetTag("server.address", connection.Origin.Host);
            activity.SetTag("server.port", connection.Origin.Port);
        }

        return activity;
    }

    /// <summary>A status is null when no answer came, an error (a word) when nothing went wrong.</summary>
    public static void Stop(Activity? activity, ApiCall call, Connection connection, int? status, string? error)
    {
        if (activity is null && !Duration.Enabled)
        {
            return;
        }

        TagList tags = new()
        {
            { "http.request.method", call.Request.Method.Method },
            { "url.template", call.Request.Template },
            { "server.address", connection.Origin.Host },
        };
        if (status is { } known)
        {
            tags.Add("http.response.status_code", known);
            activity?.SetTag("http.response.status_code", known);
        }

        if (error is not null)
        {
            tags.Add("error.type", error);
            activity?.SetTag("error.type", error);
            activity?.SetStatus(ActivityStatusCode.Error);
        }

        if (call.Attempts > 1)
        {
            activity?.SetTag("http.request.resend_count", call.Attempts - 1);
        }

        Duration.Record(call.Elapsed.TotalSeconds, tags);
    }

    public static void AlarmBegan() => Alarms.Add(1);

    public static void AlarmEnded() => Alarms.Add(-1);

    public static void TokenSigned() => Tokens.Add(1);

    public void Retrying(ApiCall call, Outcome<HelpLightningResponse> outcome, TimeSpan wait)
    {
        Retries.Add(1, new KeyValuePair<string, object?>("url.template", call.Request.Template));

        // Not the exception's text, which holds the path with its ids.
        string reason = outcome.Result is { } response ? $"{(int)response.Status}"
            : outcome.Exception is HelpLightningUnreachableException unreachable ? $"{unreachable.Reason}" : "no answer";
        ClientLog.Retrying(Log, call.Request.Method.Method, call.Request.Template, reason, wait.TotalSeconds, call.Attempts);
    }

    public void TokenReplaced(ApiCall call)
    {
        Replaced.Add(1, new KeyValuePair<string, object?>("url.template", call.Request.Template));
        ClientLog.TokenReplaced(Log, call.Request.Method.Method, call.Request.Template);
    }

    public void ClockCorrected(TimeSpan correction, string server)
    {
        Correction.Record(correction.TotalSeconds, new KeyValuePair<string, object?>("server.address", server));
        if (correction == TimeSpan.Zero)
        {
            ClientLog.ClockMended(Log, server);
            return;
        }

        ClientLog.ClockCorrected(Log, Math.Abs(correction.TotalSeconds), correction > TimeSpan.Zero ? "behind" : "ahead of", server);
    }

    public void ClockNotBelieved(TimeSpan offset, TimeSpan limit, string server) =>
        ClientLog.ClockNotBelieved(
            Log, Math.Abs(offset.TotalSeconds), offset > TimeSpan.Zero ? "behind" : "ahead of", server, limit.TotalSeconds);

    public void ListCutShort(ApiRequest request, long missing) =>
        ClientLog.ListCutShort(Log, request.Method.Method, request.Template, missing);

    public static void Waited(TimeSpan wait) => Waits.Record(wait.TotalSeconds);
}
