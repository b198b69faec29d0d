namespace HelpLightning.Client;

/// <summary>Why no whole answer came.</summary>
public enum UnreachableReason
{
    /// <summary>The connection ended before the answer did.</summary>
    BrokenOff,

    /// <summary>Nothing listens at the address.</summary>
    Refused,

    /// <summary>The host's name is not known.</summary>
    NameNotFound,

    /// <summary>There is no way to the host from here.</summary>
    NoRoute,

    /// <summary>The server's certificate is not trusted.</summary>
    Untrusted,

    /// <summary>The proxy refused to pass the request on.</summary>
    Proxy,

    /// <summary>A time limit ran out.</summary>
    Timeout,

    /// <summary>Too many calls failed, so this one was not sent (<see cref="HelpLightningOptions.CircuitBreaker"/>).</summary>
    CircuitOpen,
}
