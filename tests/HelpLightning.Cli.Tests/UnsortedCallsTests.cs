using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace HelpLightning.Cli.Tests;

/// <summary>Nobody has said that the API sorts calls: one that refuses to gives them in its own order, unless an order was asked for.</summary>
public sealed class UnsortedCallsTests(Workshop shop) : IClassFixture<Workshop>
{
    [Fact]
    public async Task Without_an_order_of_ones_own_the_calls_come_as_the_API_has_them()
    {
        HlResult result = (await RunAsync("calls", "list", "--fields", "id", "-o", "csv")).Require(0);
        Assert.Equal("id\ncall_b\ncall_a\n", result.Output);
        Assert.Equal("The API does not sort these calls: they come in its own order.\n", result.Error);
    }

    [Fact]
    public async Task An_order_that_was_asked_for_and_is_refused_is_an_error()
    {
        HlResult result = (await RunAsync("calls", "list", "--order", "id", "--fields", "id", "-o", "csv")).Require(1);
        Assert.Contains("was answered with 400", result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    private async Task<HlResult> RunAsync(params string[] command)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        await using WebApplication server = builder.Build();
        server.Run(static async context =>
        {
            bool isSorted = context.Request.Query.ContainsKey("order");
            context.Response.StatusCode = isSorted ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK;
            await context.Response.Body.WriteAsync(isSorted
                ? """{"code":402,"message":"unknown parameter"}"""u8.ToArray()
                : """{"entries":[{"session":"call_b"},{"session":"call_a"}],"page":1,"page_size":50,"total_entries":2,"total_pages":1}"""u8.ToArray());
        });
        await server.StartAsync(TestContext.Current.CancellationToken);
        Dictionary<string, string> environment = shop.Environment;
        environment["HL_API_URL"] = server.Urls.Single();
        return await Hl.RunAsync(environment, "", command);
    }
}
