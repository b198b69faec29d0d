using System.Net;
using HelpLightning.PartnerKeys;
using HelpLightning.Sandbox;

namespace HelpLightning.Cli.Tests.Proxy;

/// <summary>Keys, rules and callers' tokens that change while <c>hl proxy</c> runs.</summary>
public sealed class ChangingFilesTests(Workshop shop) : IClassFixture<Workshop>
{
    private const string Users = "/api/v1r1/enterprise/users?page_size=1";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("rename")]
    [InlineData("link")]
    [InlineData("halves")]
    public async Task A_key_is_rotated_under_load_and_no_request_fails(string way)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no links without a right to them.");
        using PartnerKey next = PartnerKey.Create();
        await using HelpLightningSandbox sandbox = await HelpLightningSandbox.StartAsync(
            new HelpLightningSandboxOptions { PartnerPublicKeys = [shop.Key.PublicKey], ApiKey = Workshop.ApiKey }, Cancellation);
        string folder = Directory.CreateDirectory(shop.PathTo(way)).FullName;
        string file = Path.Combine(folder, "key.pem");
        string old = Path.Combine(folder, "old.pem");
        string other = Path.Combine(folder, "new.pem");
        File.Copy(shop.KeyFile, old);
        next.WritePemFile(other);
        if (way == "link")
        {
            File.CreateSymbolicLink(file, old);
        }
        else
        {
            File.Copy(old, file);
        }

        Dictionary<string, string> environment =
            new(shop.Environment) { ["HL_API_URL"] = sandbox.BaseAddress.ToString(), ["HL_PARTNER_KEY_FILE"] = file };
        await using ProxyHere proxy = await ProxyHere.StartAsync(environment, "--listen", "127.0.0.1:0", "--drain", "0");
        using CancellationTokenSource enough = new();
        int answered = 0;
        async Task<HttpStatusCode[]> CallAsync()
        {
            List<HttpStatusCode> seen = [];
            while (!enough.IsCancellationRequested)
            {
                seen.Add((await proxy.GetAsync(Users)).Status);
                Interlocked.Increment(ref answered);
                await Task.Delay(5, Cancellation);
            }

            return [.. seen];
        }

        Task<HttpStatusCode[][]> load = Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(CallAsync)));
        await Eventually.HoldsAsync(() => Volatile.Read(ref answered) > 10);
        await ReplaceAsync(way, file, other, () => sandbox.RegisterPartnerKey(next.PublicKey));
        int until = Volatile.Read(ref answered) + 50;
        await Eventually.HoldsAsync(() => load.IsCompleted || Volatile.Read(ref answered) > until);
        await enough.CancelAsync();
        Assert.All((await load).SelectMany(static statuses => statuses), static status => Assert.Equal(HttpStatusCode.OK, status));
        HlResult result = (await proxy.StopAsync()).Require(0);
        Assert.Contains($"The partner key file {file} holds another key than before: it signs from now on\n", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rules_change_with_their_file_and_a_broken_one_leaves_the_last_in_force()
    {
        string file = shop.PathTo("policy.jsonc");
        await File.WriteAllTextAsync(file, """{ "allow": ["GET /v1r1/**"] }""", Cancellation);
        await using ProxyHere proxy = await ProxyHere.StartAsync(shop.Environment, "--listen", "127.0.0.1:0", "--drain", "0", "--policy", file);
        Assert.Equal(HttpStatusCode.OK, (await proxy.GetAsync(Users)).Status);

        await ReplaceAsync(file, """{ "deny": ["GET /v1r1/enterprise/users"] }""");
        await UntilAsync(proxy, HttpStatusCode.Forbidden);

        await ReplaceAsync(file, """{ "allow": [ """);
        await Eventually.HoldsAsync(() => proxy.GetAsync(Users).Result.Status == HttpStatusCode.Forbidden
            && proxy.Error.Contains("warning:", StringComparison.Ordinal));
        Assert.Contains("policy.jsonc", proxy.Error.Split("warning:")[1], StringComparison.Ordinal);

        await ReplaceAsync(file, """{ "allow": ["* /api/**"] }""");
        await UntilAsync(proxy, HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_callers_token_changes_without_a_gap()
    {
        string file = shop.PathTo("caller.txt");
        await File.WriteAllTextAsync(file, "first-token-0123456789\n", Cancellation);
        await using ProxyHere proxy = await ProxyHere.StartAsync(
            shop.Environment, "--listen", "127.0.0.1:0", "--drain", "0", "--caller-token-file", file);
        async Task<HttpStatusCode> AskAsync(string token) => (await proxy.GetAsync(Users, ("Authorization", $"Bearer {token}"))).Status;
        Assert.Equal(HttpStatusCode.OK, await AskAsync("first-token-0123456789"));
        await ReplaceAsync(file, "first-token-0123456789\nsecond-token-0123456789\n");

        // Who has a token that is not known yet has the file looked at, a tenth of a second after the last look at most.
        await Task.Delay(150, Cancellation);
        Assert.Equal(HttpStatusCode.OK, await AskAsync("second-token-0123456789"));
        Assert.Equal(HttpStatusCode.OK, await AskAsync("first-token-0123456789"));
        await ReplaceAsync(file, "second-token-0123456789\n");
        await Eventually.HoldsAsync(() => AskAsync("first-token-0123456789").Result == HttpStatusCode.Unauthorized);
        Assert.Equal(HttpStatusCode.OK, await AskAsync("second-token-0123456789"));
    }

    private static async Task ReplaceAsync(string way, string file, string other, Action register)
    {
        switch (way)
        {
            case "rename":
                File.Move(other, file, overwrite: true);
                register();
                break;
            case "link":
                string link = file + ".link";
                File.CreateSymbolicLink(link, other);
                File.Move(link, file, overwrite: true);
                register();
                break;
            default:
                byte[] content = await File.ReadAllBytesAsync(other, Cancellation);
                await using (FileStream stream = new(file, FileMode.Create, FileAccess.Write, FileShare.ReadWrite))
                {
                    await stream.WriteAsync(content.AsMemory(0, content.Length / 2), Cancellation);
                    await stream.FlushAsync(Cancellation);
                    register();
                    await Task.Delay(150, Cancellation);
                    await stream.WriteAsync(content.AsMemory(content.Length / 2), Cancellation);
                }

                break;
        }
    }

    private static async Task ReplaceAsync(string file, string text)
    {
        await File.WriteAllTextAsync(file + ".new", text, Cancellation);
        File.Move(file + ".new", file, overwrite: true);
    }

    private static async Task UntilAsync(ProxyHere proxy, HttpStatusCode status) =>
        await Eventually.HoldsAsync(() => proxy.GetAsync(Users).Result.Status == status);
}
