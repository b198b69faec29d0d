using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace HelpLightning.Cli.Tests;

/// <summary>Lists whose pages overlap, are empty or cannot be read: what is printed is printed once, and what is missing is said.</summary>
public sealed class ChangingListTests(Workshop shop) : IClassFixture<Workshop>
{
    public static TheoryData<string> Commands => ["api GET /v1r1/enterprise/users --paginate", "users list --all -o json"];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task An_empty_page_is_passed_and_what_is_missing_is_said(string command)
    {
        HlResult result = (await RunAsync(command, Page(1, 3, 5, "1,2"), Page(2, 3, 5, ""), Page(3, 3, 5, "5"))).Require(0);
        Assert.Equal([1, 2, 5], Ids(result));
        Assert.Matches("^warning: 2 (rows|users) fewer came than Help Lightning had announced[.] .*\n$", result.Error);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Rows_that_shift_are_printed_once_and_a_shorter_list_just_ends(string command)
    {
        HlResult result = (await RunAsync(command, Page(1, 3, 5, "1,2"), Page(2, 3, 5, "2,3"), Page(2, 2, 3, "2,3"))).Require(0);
        Assert.Equal([1, 2, 3], Ids(result));
        Assert.Empty(result.Error);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task A_row_that_is_not_UTF8_is_an_answer_that_the_API_does_not_give(string command)
    {
        HlResult result = await RunAsync(command, Page(1, 2, 3, "1,2"), Page(2, 2, 3, "3").Replace("\"id\":3", "\"id\":3,\"name\":\"\u00FF\"", StringComparison.Ordinal));
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("text in it is not UTF-8", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("nobody foresaw", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task A_byte_order_mark_is_passed_over(string command)
    {
        HlResult result = (await RunAsync(command, "\u00EF\u00BB\u00BF" + Page(1, 1, 1, "1"))).Require(0);
        Assert.Equal([1], Ids(result));
    }

    private static int[] Ids(HlResult result) => [.. JsonDocument.Parse(result.Output).RootElement.EnumerateArray().Select(row => row.GetProperty("id").GetInt32())];

    private static string Page(int page, int pages, int total, string ids) =>
        $$"""{"entries":[{{string.Join(',', ids.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(id => $$"""{"id":{{id}}}"""))}}],"page":{{page}},"page_size":2,"total_entries":{{total}},"total_pages":{{pages}}}""";

    /// <param name="command">What is run.</param>
    /// <param name="pages">The answers to page 1, 2 and so on; each letter is a byte.</param>
    private async Task<HlResult> RunAsync(string command, params string[] pages)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        await using WebApplication server = builder.Build();
        server.Run(async context =>
        {
            int page = int.Parse(context.Request.Query["page"].FirstOrDefault() ?? "1", System.Globalization.CultureInfo.InvariantCulture);
            await context.Response.Body.WriteAsync(Encoding.Latin1.GetBytes(pages[page - 1]), context.RequestAborted);
        });
        await server.StartAsync(TestContext.Current.CancellationToken);
        Dictionary<string, string> environment = shop.Environment;
        environment["HL_API_URL"] = server.Urls.Single();
        return await Hl.RunAsync(environment, "", command.Split(' '));
    }
}
