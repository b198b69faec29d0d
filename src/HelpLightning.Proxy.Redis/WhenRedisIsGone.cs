namespace HelpLightning.Proxy.Redis;

/// <summary>What a limiter does while Redis does not count for it.</summary>
public enum WhenRedisIsGone
{
    /// <summary>
    /// Each replica counts for itself, with the whole limit: together they may pass as many times the limit as there are replicas.
    /// </summary>
    LimitHere,

    /// <summary>All requests pass.</summary>
    Allow,

    /// <summary>No request passes; each is told to come again in a second.</summary>
    Refuse,
}
