using System.Net;
using System.Net.NetworkInformation;

namespace HelpLightning.Webhooks.Tests.Kills;

/// <summary>A port that a program can have again after its death: below those that the system gives to connections.</summary>
internal static class LowPort
{
    public static int Find()
    {
        HashSet<int> taken = [.. IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(static (IPEndPoint e) => e.Port)];
        while (true)
        {
            int port = Random.Shared.Next(20_000, 32_000);
            if (!taken.Contains(port))
            {
                return port;
            }
        }
    }
}
