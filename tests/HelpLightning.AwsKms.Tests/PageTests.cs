using System.Text;
using Amazon.KeyManagementService;
using CloudKeys;
using HelpLightning.AwsKms.Tests.Fakes;
using HelpLightning.Client;
using HelpLightning.Sandbox;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace HelpLightning.AwsKms.Tests;

/// <summary>The code of docs/cloud-keys.md is that of the folder Page, which is compiled and run here.</summary>
public sealed class PageTests
{
    private static readonly string Page = Path.Combine(RepositoryFolder.Root, "docs", "cloud-keys.md");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>After a line "code: FILE" in a comment, a block has the file, or its part between two tags. UPDATE_DOCS=1 writes them anew.</summary>
    [Fact]
    public void The_page_shows_the_code_that_is_compiled()
    {
        string page = File.ReadAllText(Page);
        StringBuilder expected = new();
        int at = 0;
        int blocks = 0;
        const string Mark = "<!-- code: ";
        for (int mark = page.IndexOf(Mark, StringComparison.Ordinal); mark >= 0; mark = page.IndexOf(Mark, at, StringComparison.Ordinal), blocks++)
        {
            int endOfMark = page.IndexOf(" -->\n```csharp\n", mark, StringComparison.Ordinal);
            int end = page.IndexOf("\n```\n", endOfMark + 5, StringComparison.Ordinal);
            expected.Append(page, at, endOfMark + " -->\n```csharp\n".Length - at).Append(Code(page[(mark + Mark.Length)..endOfMark]));
            at = end;
        }

        expected.Append(page, at, page.Length - at);
        Assert.Equal(4, blocks);
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            File.WriteAllText(Page, expected.ToString());
        }

        Assert.Equal(expected.ToString(), File.ReadAllText(Page));
    }

    [Fact]
    public async Task A_key_that_is_opened_first_is_registered_in_three_lines()
    {
        await using FakeKms service = await FakeKms.StartAsync();
        using AmazonKeyManagementServiceClient kms = service.Client();
        await using HelpLightningSandbox sandbox = await HelpLightningSandbox.StartAsync(
            new HelpLightningSandboxOptions { PartnerPublicKeys = [TestKeys.Key.PublicKey] }, Cancellation);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["HelpLightning:ApiKey"] = sandbox.ApiKey,
            ["HelpLightning:SiteId"] = $"{sandbox.SiteId}",
            ["HelpLightning:BaseAddress"] = $"{sandbox.BaseAddress}",
        });
        await Registration.AddKeyAsync(builder, kms);
        await using ServiceProvider services = builder.Services.BuildServiceProvider();
        HelpLightningClient client = services.GetRequiredService<HelpLightningClient>();
        Assert.Equal(40, await client.Users.ListAsync(cancellationToken: Cancellation).CountAsync(Cancellation));
    }

    private static string Code(string name)
    {
        string[] parts = name.Split('#');
        string code = File.ReadAllText(Path.Combine(RepositoryFolder.Root, "tests", "HelpLightning.AwsKms.Tests", "Page", parts[0])).TrimEnd();
        if (parts.Length == 1)
        {
            return code;
        }

        string[] lines = [.. code.Split('\n')
            .SkipWhile(line => !line.Contains($"<{parts[1]}>", StringComparison.Ordinal)).Skip(1)
            .TakeWhile(line => !line.Contains($"</{parts[1]}>", StringComparison.Ordinal))];
        Assert.NotEmpty(lines);
        return string.Join('\n', lines.Select(static line => line.TrimStart()));
    }
}
