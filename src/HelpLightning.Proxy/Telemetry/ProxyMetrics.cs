using System.Diagnostics.Metrics;

namespace HelpLightning.Proxy;

/// <summary>What is counted. Names of rules, callers and sites are the operator's own words; nothing here comes from a request.</summary>
internal static class ProxyMetrics
{
    public const string MeterName = "HelpLightning.Proxy";

    private static readonly Meter Meter = new(MeterName, typeof(ProxyMetrics).Assembly.GetName().Version?.ToString(3));

    private static readonly UpDownCounter<long> InFlight = Meter.CreateUpDownCounter<long>(
        "helplightning.proxy.requests.active", "{request}", "Requests that are being answered");

    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>(
        "helplightning.proxy.request.duration", "s", "From the request's head to the end of its answer");

    private static readonly Counter<long> Refused = Meter.CreateCounter<long>(
        "helplightning.proxy.requests.refused", "{request}", "Requests that went nowhere, by what refused them");

    private static readonly Counter<long> Broken = Meter.CreateCounter<long>(
        "helplightning.proxy.upstream.failures", "{request}", "Requests to which Help Lightning gave no whole answer, by what happened");

    /// <summary>Statuses as objects, so that no request makes one.</summary>
    private static readonly object[] Statuses = [.. Enumerable.Range(0, 600).Select(static status => (object)status)];

    /// <summary>Does anybody want to know how long requests take? They need not be timed otherwise.</summary>
    public static bool AreOn => Duration.Enabled;

    public static void Begin() => InFlight.Add(1);

    public static void End() => InFlight.Add(-1);

    /// <param name="site">The site's name.</param>
    /// <param name="caller">The caller's name; null where nobody has to say who calls.</param>
    /// <param name="status">That was answered with.</param>
    /// <param name="elapsed">Since <see cref="Begin"/>.</param>
    public static void Record(string site, string? caller, int status, TimeSpan elapsed) => Duration.Record(
        elapsed.TotalSeconds,
        new KeyValuePair<string, object?>("site", site),
        new KeyValuePair<string, object?>("caller", caller ?? ""),
        new KeyValuePair<string, object?>("http.response.status_code", Statuses[Math.Clamp(status, 0, Statuses.Length - 1)]));

    public static void Refuse(string by) => Refused.Add(1, new KeyValuePair<string, object?>("refused.by", by));

    public static void Fail(string why) => Broken.Add(1, new KeyValuePair<string, object?>("error.type", why));
}
