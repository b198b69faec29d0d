using System.Net;
using Microsoft.AspNetCore.Http;

namespace HelpLightning.Proxy.Tests;

/// <summary>What reaches the proxy by an address that is not loopback. Judged without a server, for no test listens there.</summary>
public sealed class RemoteTests
{
    [Theory]
    [InlineData("127.0.0.1", "http", false, null)]
    [InlineData("127.8.9.1", "http", false, null)]
    [InlineData("::1", "http", false, null)]
    [InlineData("::ffff:127.0.0.1", "http", false, null)]
    [InlineData("10.0.0.7", "http", false, "remote")]
    [InlineData("10.0.0.7", "https", false, "remote")]
    [InlineData("fe80::1", "https", false, "remote")]
    [InlineData("10.0.0.7", "http", true, "plain-http")]
    [InlineData("10.0.0.7", "https", true, null)]
    [InlineData(null, "http", false, null)]
    public void Only_this_machine_is_served_unless_it_is_said_otherwise_and_then_by_https(string? address, string scheme, bool allowRemote, string? refusedBy)
    {
        RequestGuard guard = new(["localhost"], allowRemote);
        DefaultHttpContext context = new();
        context.Connection.LocalIpAddress = address is null ? null : IPAddress.Parse(address);
        (context.Request.Scheme, context.Request.Host, context.Request.Method) = (scheme, new HostString("localhost"), "GET");
        Assert.Equal(refusedBy, guard.Judge(context, "/api/x")?.By);
    }
}
