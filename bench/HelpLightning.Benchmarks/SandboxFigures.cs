using System.Diagnostics;
using HelpLightning.PartnerKeys;
using HelpLightning.Sandbox;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace HelpLightning.Benchmarks;

/// <summary>How fast the sandbox is with 100,000 people and 1,000,000 calls, measured over HTTP against a constant.</summary>
internal static class SandboxFigures
{
    private const string Users = "/api/v1r1/enterprise/users?page_size=50";
    private const string Calls = "/api/v1/enterprise/calls";

    private static readonly TimeSpan Round = TimeSpan.FromSeconds(0.5);

    public static async Task RunAsync(int rounds)
    {
        using PartnerKey key = PartnerKey.Create();
        string folder = Directory.CreateTempSubdirectory("hl-figures-").FullName;
        try
        {
            Stopwatch seeding = Stopwatch.StartNew();
            await using HelpLightningSandbox sandbox = await HelpLightningSandbox.StartAsync(new HelpLightningSandboxOptions
            {
                PartnerPublicKeys = [key.PublicKey],
                Seed = SandboxSeed.Large,
                DataFile = Path.Combine(folder, "large.db"),
            });
            Console.WriteLine($"seeding 100,000 people and 1,000,000 calls into a file: {seeding.Elapsed.TotalSeconds:0.0} s, {new FileInfo(Path.Combine(folder, "large.db")).Length / 1e6:0} MB");
            string token = new PartnerTokenSigner(key, sandbox.SiteId, new PartnerTokenSignerOptions { Lifetime = TimeSpan.FromHours(1) }).Sign().Reveal();
            byte[] Request(string path) => RawHttp.Request(sandbox.BaseAddress, path, sandbox.ApiKey, token);

            await CompareWithConstantAsync(sandbox.BaseAddress, Request(Users), rounds);
            using RawHttp http = new(sandbox.BaseAddress);
            byte[] write = RawHttp.Post(sandbox.BaseAddress, "/api/v1r1/enterprise/reports/calls", sandbox.ApiKey, token, "{}");
            double first = Median(http, write, Request(Users + "&page=1"), "users, page 1");
            double last = Median(http, write, Request(Users + "&page=2000"), "users, page 2,000");
            Console.WriteLine($"page 2,000 against page 1: {last / first:0.00}");
            Median(http, write, Request(Users + "&order=name&page=1"), "users by name, page 1");
            Median(http, write, Request(Users + "&order=name&page=2000"), "users by name, page 2,000");
            foreach (string query in new[]
            {
                "?page_size=50", "?page_size=50&page=20000", "?page_size=50&filter=tag.name=warranty", "?page_size=50&page=500&filter=tag.name=warranty",
                "?page_size=50&filter=%22tag.name%7C%3Dwarranty,safety%22", "/range?page_size=50&from_date=1735689600", "/range?page_size=50&page=5000&from_date=1735689600",
                "/range?page_size=50&from_date=1735689600&to_date=1738368000",
            })
            {
                Median(http, write, Request(Calls + query), "calls " + query);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task CompareWithConstantAsync(Uri sandbox, byte[] request, int rounds)
    {
        byte[] constant;
        using (RawHttp http = new(sandbox))
        {
            constant = http.Send(request).ToArray();
        }

        await using WebApplication server = await ConstantAsync(constant);
        Uri address = new(server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        byte[] plain = RawHttp.Request(address, "/api/v1r1/enterprise/users", "none", "none");
        foreach (int connections in new[] { 1, 4, 16 })
        {
            List<double> ratios = [];
            double verified = 0;
            for (int i = -2; i < rounds; i++)
            {
                double of = RawHttp.Rate(address, plain, connections, Round);
                verified = RawHttp.Rate(sandbox, request, connections, Round);
                if (i >= 0)
                {
                    ratios.Add(verified / of);
                }
            }

            ratios.Sort();
            Console.WriteLine($"verified page of 50 users against a constant of {constant.Length:N0} bytes, {connections} connections: {ratios[ratios.Count / 2]:0.00} ({verified:N0}/s)");
        }
    }

    /// <summary>The same server with the same settings, whose only route answers the same bytes to anybody.</summary>
    private static async Task<WebApplication> ConstantAsync(byte[] constant)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(System.Net.IPAddress.Loopback, 0);
        });
        WebApplication server = builder.Build();
        server.UseRouting();
        server.MapMethods("/api/v1r1/enterprise/users", ["GET"], async context =>
        {
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = constant.Length;
            await context.Response.BodyWriter.WriteAsync(constant);
        });
        await server.StartAsync();
        return server;
    }

    /// <summary>Something is written before each request, so that every answer is made anew.</summary>
    private static double Median(RawHttp http, byte[] write, byte[] request, string name)
    {
        List<double> times = [];
        for (int i = 0; i < 101; i++)
        {
            http.Send(write);
            long start = Stopwatch.GetTimestamp();
            http.Send(request);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        double firstTime = times[0];
        times.Sort();
        Console.WriteLine($"{name}: {times[50]:0.00} ms (first {firstTime:0.0}, most {times[^1]:0.0})");
        return times[50];
    }
}
