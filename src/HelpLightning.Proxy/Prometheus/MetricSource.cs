namespace HelpLightning.Proxy;

/// <summary>How the numbers of an instrument come.</summary>
internal enum MetricSource
{
    /// <summary>What is to be added, as it happens.</summary>
    Added,

    /// <summary>A value that takes the place of the last one, as it changes.</summary>
    Set,

    /// <summary>All values, when they are asked for; what is not among them any more is gone.</summary>
    Observed,
}
