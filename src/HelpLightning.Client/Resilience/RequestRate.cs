using System.Threading.RateLimiting;

namespace HelpLightning.Client;

/// <summary>The client's own limit of requests per second.</summary>
internal static class RequestRate
{
    private const int TicksPerSecond = 10;

    /// <summary>
    /// A bucket that is filled ten times a second (or whenever the next request is due) and holds at most a tenth of a
    /// second's worth, so that the rate holds over short times too. Waiting callers queue in order.
    /// </summary>
    public static RateLimiter? Limiter(double requestsPerSecond)
    {
        if (requestsPerSecond <= 0)
        {
            return null;
        }

        int each = Math.Max(1, (int)(requestsPerSecond / TicksPerSecond));
        return new TokenBucketRateLimiter(new TokenBucketRateLimiterOptions
        {
            TokenLimit = each,
            TokensPerPeriod = each,
            ReplenishmentPeriod = TimeSpan.FromSeconds(each / requestsPerSecond),
            QueueLimit = int.MaxValue,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
            AutoReplenishment = true,
        });
    }
}
