using System.Security.Cryptography;
using System.Text.Json;

namespace HelpLightning.Cli.Tests.Webhooks;

/// <summary>What <c>hl webhooks listen --save-attachments</c> fetches.</summary>
public sealed class SaveTests(Workshop shop) : IClassFixture<Workshop>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_file_of_an_attachment_lies_in_the_folder_soon_after_it_was_told_of()
    {
        string folder = shop.PathTo("attachments");
        await using ListenRun run = await ListenRun.StartAsync(new TestHost(shop.Environment), "--unsigned", "--save-attachments", folder);
        (await Hl.RunAsync(shop.Environment, "", "sandbox", "webhook", "add", run.Address)).Require(0);
        JsonElement made = await TriggerAsync();
        await Eventually.HoldsAsync(() => System.Text.RegularExpressions.Regex.IsMatch(run.Error, @"  saved    \d+/\S.* \(\d"));
        string callId = made.GetProperty("call_id").GetString()!;
        string file = Assert.Single(Directory.GetFiles(Path.Combine(folder, callId), "*", SearchOption.AllDirectories));

        // The same as the command that fetches the files of a call.
        string other = shop.PathTo("downloaded");
        (await Hl.RunAsync(shop.Environment, "", "calls", "download", callId, "--out", other)).Require(0);
        string downloaded = Path.Combine(other, Path.GetRelativePath(folder, file));
        Assert.Equal(SHA256.HashData(await File.ReadAllBytesAsync(downloaded, Cancellation)), SHA256.HashData(await File.ReadAllBytesAsync(file, Cancellation)));

        HlResult result = (await run.StopAsync()).Require(0);
        Assert.Contains($"Save     {folder}\n", result.Error, StringComparison.Ordinal);
        Assert.Contains(Path.GetFileName(file), await File.ReadAllTextAsync(Path.Combine(folder, "SHA256SUMS"), Cancellation), StringComparison.Ordinal);
        foreach (string mark in (string[])[Workshop.ApiKey, "sig=", "eyJ"])
        {
            Assert.DoesNotContain(mark, result.All, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_the_API_refuses_is_told_and_tried_again()
    {
        string folder = shop.PathTo("refused");
        Dictionary<string, string> environment = new(shop.Environment) { ["HL_API_KEY"] = "wrong-key" };
        await using ListenRun run = await ListenRun.StartAsync(new TestHost(environment), "--unsigned", "--save-attachments", folder);
        (await Hl.RunAsync(shop.Environment, "", "sandbox", "webhook", "add", run.Address)).Require(0);
        await TriggerAsync();
        await Eventually.HoldsAsync(() => run.Error.Contains("attempt 1: ", StringComparison.Ordinal));
        HlResult result = (await run.StopAsync()).Require(0);
        Assert.Matches(@"failed   event \d+ \(attachment_created\), attempt 1: .*403.* Again in \d+ s\.\n", result.Error);
        Assert.Contains("warning: 1 event that was answered and not handled is gone", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-key", result.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_another_command_has_is_named_before_anything_is_taken()
    {
        string folder = shop.PathTo("taken");
        await using ListenRun run = await ListenRun.StartAsync(new TestHost(shop.Environment), "--unsigned", "--save-attachments", folder);
        using TestHost second = new(shop.Environment);
        HlResult refused = (await Hl.RunAsync(second, "webhooks", "listen", "--port", "0", "--unsigned", "--save-attachments", folder)).Require(3);
        Assert.Contains(folder, refused.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Listening", refused.Error, StringComparison.Ordinal);
    }

    private async Task<JsonElement> TriggerAsync()
    {
        HlResult result = await Hl.RunAsync(shop.Environment, "", "sandbox", "trigger", "attachment_created", "--attachment", "document");
        return JsonDocument.Parse(result.Require(0).Output).RootElement;
    }
}
