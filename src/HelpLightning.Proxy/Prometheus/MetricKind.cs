namespace HelpLightning.Proxy;

/// <summary>What a number of Prometheus may do.</summary>
internal enum MetricKind
{
    /// <summary>It grows, and begins anew with the process.</summary>
    Counter,

    /// <summary>It goes up and down.</summary>
    Gauge,

    /// <summary>Counts of how many were at most so large.</summary>
    Histogram,
}
