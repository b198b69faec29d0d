namespace HelpLightning.Proxy;

/// <summary>Whether the proxy takes requests, for probes and for who ends it.</summary>
public sealed class HelpLightningProxyState
{
    private volatile bool _isStarted;
    private volatile bool _isDraining;

    /// <summary>True once it listens.</summary>
    public bool IsStarted => _isStarted;

    /// <summary>True once it is about to end: what has come is answered, and each answer asks its caller to connect anew.</summary>
    public bool IsDraining => _isDraining;

    /// <summary>To be said once it listens.</summary>
    public void Started() => _isStarted = true;

    /// <summary>To be said when it is about to end.</summary>
    public void Drain() => _isDraining = true;
}
