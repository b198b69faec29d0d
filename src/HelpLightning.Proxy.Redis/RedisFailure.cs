using StackExchange.Redis;

namespace HelpLightning.Proxy.Redis;

/// <summary>What a failure means, and what to do. Not the exceptions' own words where those are about the library.</summary>
internal static class RedisFailure
{
    public static string Explain(Exception e, ConnectionFailureType last, RedisRateLimiterOptions options) => e switch
    {
        RedisServerException server => $"Redis answered: {server.Message}",
        RedisConnectionException connection => Explain(Deepest(connection) ?? last, options),
        TimeoutException => $"Redis did not answer within {options.Timeout.TotalMilliseconds:0} ms.",
        _ => $"There is no connection to Redis: {e.GetType().Name}.",
    };

    private static string Explain(ConnectionFailureType failure, RedisRateLimiterOptions options) => failure switch
    {
        ConnectionFailureType.AuthenticationFailure when options.UseTls =>
            $"Redis refused the user or the password, or its certificate is not believed. See {nameof(options.User)}, "
            + $"{nameof(options.PasswordFile)} and {nameof(options.TlsAuthorityFile)}.",
        ConnectionFailureType.AuthenticationFailure =>
            $"Redis refused the user or the password. See {nameof(options.User)} and {nameof(options.PasswordFile)}.",
        ConnectionFailureType.Loading => "Redis is still reading its data.",
        _ => $"There is no connection to Redis{(IsCause(failure) ? $" ({failure})" : "")}. See that it runs, and that "
            + $"{nameof(options.Servers)} is where it listens.",
    };

    /// <summary>"There is no connection" has as its cause why not.</summary>
    private static ConnectionFailureType? Deepest(RedisConnectionException e)
    {
        ConnectionFailureType? found = null;
        for (Exception? cause = e; cause is not null; cause = cause.InnerException)
        {
            if (cause is RedisConnectionException connection && IsCause(connection.FailureType))
            {
                found = connection.FailureType;
            }
        }

        return found;
    }

    private static bool IsCause(ConnectionFailureType failure) =>
        failure is not (ConnectionFailureType.None or ConnectionFailureType.UnableToResolvePhysicalConnection);
}
