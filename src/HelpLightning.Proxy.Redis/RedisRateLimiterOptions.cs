namespace HelpLightning.Proxy.Redis;

/// <summary>Where Redis is, and what to do without it. Holds no secret: the password is in a file.</summary>
public sealed record RedisRateLimiterOptions
{
    /// <summary>
    /// Where it listens: <c>host:port</c>, several with commas between them, or the path of a Unix socket. The port is 6379 when none is
    /// given, 6380 with TLS. Several are a primary with its replicas, or nodes of a cluster.
    /// </summary>
    public required string Servers { get; init; }

    /// <summary>The name to sign in with (Redis 6 ACL); null for the default user.</summary>
    public string? User { get; init; }

    /// <summary>
    /// A file that holds the password, and nothing but a line break after it; null for none. It is read once, at the start; at most 4 KiB.
    /// </summary>
    public string? PasswordFile { get; init; }

    /// <summary>
    /// Speaks TLS, 1.2 or later, and believes only a server whose certificate is valid for the name given in <see cref="Servers"/>.
    /// </summary>
    public bool UseTls { get; init; }

    /// <summary>A PEM file with the certificate of who issues the server's, who is believed besides the system's; null for none.</summary>
    public string? TlsAuthorityFile { get; init; }

    /// <summary>
    /// What the names of all keys begin with. Replicas that share a limit have the same. 1 to 200 characters.
    /// </summary>
    public string KeyPrefix { get; init; } = "help-lightning-proxy:";

    /// <summary>
    /// How long a request waits for Redis to decide, at most; then Redis counts as gone. 5 ms to 5 s.
    /// </summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>What happens to requests while Redis is gone.</summary>
    public WhenRedisIsGone WhenRedisIsGone { get; init; } = WhenRedisIsGone.LimitHere;

    /// <exception cref="ArgumentException">A value is out of its range; the message says which one.</exception>
    internal void Check()
    {
        if (string.IsNullOrWhiteSpace(Servers))
        {
            throw new ArgumentException($"{nameof(Servers)} is empty. Write where Redis listens, such as 'redis:6379'.", nameof(Servers));
        }

        if (KeyPrefix is not { Length: >= 1 and <= 200 })
        {
            throw new ArgumentException($"{nameof(KeyPrefix)} has to be 1 to 200 characters.", nameof(KeyPrefix));
        }

        if (Timeout < TimeSpan.FromMilliseconds(5) || Timeout > TimeSpan.FromSeconds(5))
        {
            throw new ArgumentOutOfRangeException(nameof(Timeout), Timeout, $"{nameof(Timeout)} has to be 5 ms to 5 s.");
        }

        if (!Enum.IsDefined(WhenRedisIsGone))
        {
            throw new ArgumentOutOfRangeException(
                nameof(WhenRedisIsGone), WhenRedisIsGone, $"{nameof(WhenRedisIsGone)} has to be LimitHere, Allow or Refuse.");
        }

        if (TlsAuthorityFile is not null && !UseTls)
        {
            throw new ArgumentException(
                $"{nameof(TlsAuthorityFile)} is set, but {nameof(UseTls)} is not. Set it to true, or take the file away.",
                nameof(TlsAuthorityFile));
        }
    }
}
