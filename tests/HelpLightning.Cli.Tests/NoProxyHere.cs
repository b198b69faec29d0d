using System.Net;
using System.Runtime.CompilerServices;

namespace HelpLightning.Cli.Tests;

/// <summary>
/// The proxy is one thing that runs in this process have in common: the platform takes it from the variables of the process, once. So it
/// is said here, before anything runs: what is meant for this machine goes straight, and everything else meets a proxy that is not there.
/// Tests of other proxies start the program.
/// </summary>
internal static class NoProxyHere
{
    public const string Address = "http://127.0.0.1:1";

    [ModuleInitializer]
    internal static void Set() => HttpClient.DefaultProxy = new WebProxy(Address, BypassOnLocal: true);
}
