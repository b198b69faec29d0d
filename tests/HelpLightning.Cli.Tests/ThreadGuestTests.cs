using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace HelpLightning.Cli.Tests;

/// <summary>Guests whose UUIDs are none: a server, or somebody between, can say anything.</summary>
public sealed partial class ThreadGuestTests(Workshop shop) : IClassFixture<Workshop>, IDisposable
{
    private static readonly string[] Odd = ["\"\\u001b[31mred\"", "null"];

    private readonly HttpClient _sandbox = new();
    private int _changed;

    [Fact]
    public async Task What_a_server_calls_a_UUID_cannot_steer_the_terminal()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        await using WebApplication between = builder.Build();
        between.Run(PassOnAsync);
        await between.StartAsync(TestContext.Current.CancellationToken);
        string thread = (await RunAsync(shop.Address, "create", "--fields", "id", "-o", "csv")).Require(0).Output.Trim().Split('\n')[^1];
        for (int guest = 0; guest < 2; guest++)
        {
            (await RunAsync(shop.Address, "invite", thread, "--name", "Cleo", "--silent")).Require(0);
        }

        HlResult result = await RunAsync(between.Urls.Single(), "remove", thread, "Cleo", "--yes");
        Assert.Contains($"2 guests of help thread {thread} are called Cleo. Name one by its UUID: \uFFFD[31mred, (no UUID).", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', result.Error);
    }

    public void Dispose() => _sandbox.Dispose();

    private Task<HlResult> RunAsync(string address, params string[] arguments) =>
        Hl.RunAsync(new Dictionary<string, string>(shop.Environment) { ["HL_API_URL"] = address }, "", ["threads", .. arguments, "--as", "5"]);

    private async Task PassOnAsync(HttpContext context)
    {
        using HttpRequestMessage request = new(new HttpMethod(context.Request.Method), shop.Address + context.Request.Path + context.Request.QueryString);
        foreach (string header in (string[])["Authorization", "x-helplightning-api-key"])
        {
            request.Headers.Add(header, context.Request.Headers[header].ToString());
        }

        using HttpResponseMessage answer = await _sandbox.SendAsync(request, context.RequestAborted);
        string json = await answer.Content.ReadAsStringAsync(context.RequestAborted);
        context.Response.StatusCode = (int)answer.StatusCode;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(GuestUuid().Replace(json, match => match.Groups[1].Value + Odd[_changed++ % 2]), context.RequestAborted);
    }

    [GeneratedRegex(@"(""uuid"":\s*)""[0-9a-f-]{36}""")]
    private static partial Regex GuestUuid();
}
