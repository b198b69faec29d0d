namespace HelpLightning.Proxy;

/// <summary>A token bucket: so many requests a second on average, and so many at once after a pause.</summary>
public sealed record RateLimit
{
    /// <param name="requestsPerSecond">0.001 to 100,000.</param>
    /// <param name="burst">1 to 1,000,000; by default as many as a second brings, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public RateLimit(double requestsPerSecond, int? burst = null)
    {
        if (requestsPerSecond is not (>= 0.001 and <= 100_000))
        {
            throw new ArgumentOutOfRangeException(nameof(requestsPerSecond), requestsPerSecond, "It wants to be 0.001 to 100,000.");
        }

        if (burst is < 1 or > 1_000_000)
        {
            throw new ArgumentOutOfRangeException(nameof(burst), burst, "It wants to be 1 to 1,000,000.");
        }

        RequestsPerSecond = requestsPerSecond;
        Burst = burst ?? (int)Math.Max(1, Math.Ceiling(requestsPerSecond));
    }

    /// <summary>On average.</summary>
    public double RequestsPerSecond { get; }

    /// <summary>At once, after a pause.</summary>
    public int Burst { get; }
}
