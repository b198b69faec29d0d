using System.Text;
using Amazon.KeyManagementService;
using CloudKeys;
using HelpLightning.AwsKms.Tests.Fakes;
using HelpLightning.Client;
using HelpLightning.Sandbox;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HelpLightning.AwsKms.Tests;

/// <summary>The marked code of docs/cloud-keys.md and docs/keys.md is that of the folder Page, which is compiled and run here.</summary>
public sealed class PageTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>After a line "code: FILE" in a comment, a block has the file, or its part between two tags. UPDATE_DOCS=1 writes them anew.</summary>
    [Theory]
    [InlineData("cloud-keys.md", 5)]
    [InlineData("keys.md", 1)]
    public void The_page_shows_the_code_that_is_compiled(string name, int expectedBlocks)
    {
        string path = Path.Combine(RepositoryFolder.Root, "docs", name);
        string page = File.ReadAllText(path);
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
        Assert.Equal(expectedBlocks, blocks);
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            File.WriteAllText(path, expected.ToString());
        }

        Assert.Equal(expected.ToString(), File.ReadAllText(path));
    }

    [Fact]
    public async Task A_key_that_is_opened_first_is_registered_in_three_lines()
    {
        await using FakeKms service = await FakeKms.StartAsync();
        using AmazonKeyManagementServiceClient kms = service.Client();
        await using HelpLightningSandbox sandbox = await HelpLightningSandbox.StartAsync(
            new HelpLightningSandboxOptions { PartnerPublicKeys = [TestKeys.Key.PublicKey] }, Cancellation);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
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
        int indent = lines[0].Length - lines[0].TrimStart().Length;
        return string.Join('\n', lines.Select(line => line.Length > indent ? line[indent..] : ""));
    }
}
