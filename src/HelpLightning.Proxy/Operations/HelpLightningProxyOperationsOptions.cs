namespace HelpLightning.Proxy;

/// <summary>Who may ask for probes and metrics.</summary>
public sealed record HelpLightningProxyOperationsOptions
{
    /// <summary>
    /// The port of this machine at which they are answered, 1 to 65,535: an application that listens at several has them at this one alone.
    /// Null for every port that it listens at.
    /// </summary>
    public int? Port { get; init; }

    /// <summary>
    /// Answers under every Host name. Otherwise only under <c>localhost</c> and addresses of numbers, which is what probes use: a web page
    /// elsewhere can make a browser send requests here under a name of its own. Set it where metrics are fetched under a name.
    /// </summary>
    public bool AnyHost { get; init; }
}
