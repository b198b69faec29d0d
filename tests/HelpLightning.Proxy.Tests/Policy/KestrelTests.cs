using System.Net;
using System.Net.Sockets;
using System.Text;
using CsCheck;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HelpLightning.Proxy.Tests.Policy;

/// <summary>The same of an upstream that is no model: Kestrel, and the path that an application of it sees.</summary>
public sealed class KestrelTests
{
    [Fact]
    public async Task What_is_let_through_meets_the_same_rule_at_Kestrel()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using WebApplication app = builder.Build();
        app.Run(static context =>
        {
            byte[] path = Encoding.UTF8.GetBytes(Convert.ToHexString(Encoding.UTF8.GetBytes(context.Request.Path.Value!)));
            context.Response.ContentLength = path.Length;
            return context.Response.Body.WriteAsync(path).AsTask();
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        int port = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;

        // Gathered first, so that one connection after the other asks; a sample runs on several threads.
        List<(OtherMatcher Policy, string Target)> passed = [];
        NastyTargets.Request.Sample(
            request =>
            {
                if (!PathReadings.IsPlain(request.Target) && request.Policy.Policy.Judge("GET", request.Target).IsAllowed)
                {
                    lock (passed)
                    {
                        passed.Add((request.Policy, request.Target));
                    }
                }
            }, iter: 20_000);

        int read = 0;
        foreach ((OtherMatcher policy, string target) in passed.DistinctBy(static p => (p.Policy, p.Target)).Take(2000))
        {
            if (await AskAsync(port, target) is not { } path)
            {
                continue;
            }

            read++;
            string asSent = policy.Decide("GET", target.Split('?')[0], ignoreCase: false);
            string met = policy.Decide("GET", path, ignoreCase: false);
            Assert.True(met == asSent, $"{target} is {asSent}, and Kestrel reads {path}: {met}");
        }

        Assert.True(read > 300, $"{read} of {passed.Count}");
    }

    /// <summary>The path; null when the server refuses the target.</summary>
    private static async Task<string?> AskAsync(int port, string target)
    {
        using TcpClient client = new();
        await client.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
        NetworkStream stream = client.GetStream();
        byte[] request = Encoding.Latin1.GetBytes($"GET {target} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
        await stream.WriteAsync(request, TestContext.Current.CancellationToken);
        using StreamReader reader = new(stream, Encoding.Latin1);
        string answer = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        string body = answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
        return answer.StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal) ? Encoding.UTF8.GetString(Convert.FromHexString(body)) : null;
    }
}
