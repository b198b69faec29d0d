using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Text;
using HelpLightning.Secrets;
using StackExchange.Redis;

namespace HelpLightning.Proxy.Redis;

/// <summary>From our options to the library's.</summary>
internal static class RedisSettings
{
    private const int LongestPassword = 4 * 1024;

    /// <exception cref="ArgumentException">An option is wrong.</exception>
    /// <exception cref="InvalidDataException">A file holds not what it should.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    public static ConfigurationOptions From(RedisRateLimiterOptions options)
    {
        options.Check();
        ConfigurationOptions settings = new()
        {
            ClientName = "help-lightning-proxy",

            // It is tried again and again; what waits for it meanwhile would be late.
            AbortOnConnectFail = false,
            BacklogPolicy = BacklogPolicy.FailFast,
            ConnectRetry = 0,
            ConnectTimeout = 2_000,
            ReconnectRetryPolicy = new LinearRetry(500),

            // A server that hangs without closing its connection is given up and connected to anew.
            AsyncTimeout = 2_000,
            SyncTimeout = 2_000,
            KeepAlive = 5,

            // Its details are about this process, and a log that repeats them is hard to read.
            IncludeDetailInExceptions = false,

            User = options.User,
            Password = options.PasswordFile is { } file ? ReadPassword(file) : null,
            Ssl = options.UseTls,
            SslProtocols = options.UseTls ? SslProtocols.Tls12 | SslProtocols.Tls13 : null,
        };
        foreach (string server in options.Servers.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            Add(settings, server);
        }

        if (settings.EndPoints.Count == 0)
        {
            throw new ArgumentException($"{nameof(options.Servers)} names no server. Write where Redis listens, such as 'redis:6379'.");
        }

        if (options.TlsAuthorityFile is { } authority)
        {
            Trust(settings, authority);
        }

        return settings;
    }

    private static void Add(ConfigurationOptions settings, string server)
    {
        if (server.StartsWith('/'))
        {
            settings.EndPoints.Add(new UnixDomainSocketEndPoint(server));
            return;
        }

        // What looks like a password would otherwise become part of a host's name, which is logged.
        if (server.AsSpan().ContainsAny("@=/ \t"))
        {
            throw new ArgumentException(
                $"{nameof(RedisRateLimiterOptions.Servers)} has to be host:port, or several with commas between them, or the path of a "
                + $"Unix socket: no redis:// address and no settings. A user goes into {nameof(RedisRateLimiterOptions.User)}, the "
                + $"password's file into {nameof(RedisRateLimiterOptions.PasswordFile)}.");
        }

        try
        {
            settings.EndPoints.Add(server);
        }
        catch (ArgumentException)
        {
            throw new ArgumentException($"'{server}' in {nameof(RedisRateLimiterOptions.Servers)} is not host:port, such as 'redis:6379'.");
        }
    }

    private static string ReadPassword(string path)
    {
        byte[] content = PinnedContent.OfFile(path, LongestPassword);
        try
        {
            string password = content.Length <= LongestPassword
                ? Encoding.UTF8.GetString(content).TrimStart('\uFEFF').TrimEnd('\r', '\n')
                : throw new InvalidDataException($"'{path}' is larger than 4 KiB: is it the file of a Redis password?");
            return password.Length == 0 || password.AsSpan().ContainsAny('\r', '\n')
                ? throw new InvalidDataException($"'{path}' is not one line. Write the Redis password into it, alone.")
                : password;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    private static void Trust(ConfigurationOptions settings, string path)
    {
        try
        {
            settings.TrustIssuer(path);
        }
        catch (CryptographicException e)
        {
            throw new InvalidDataException($"'{path}' is no certificate in PEM. Write the one that issues the Redis server's into it.", e);
        }
    }
}
