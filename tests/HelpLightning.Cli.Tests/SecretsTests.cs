using System.Diagnostics;
using System.Text;
using HelpLightning.PartnerKeys;

namespace HelpLightning.Cli.Tests;

/// <summary>
/// Drives every command, its successes and its errors, with a marked key, API key and passphrase, and looks for the marks
/// in all that comes out. Only <c>hl token</c> may print a token, and nothing may print a key.
/// </summary>
public sealed class SecretsTests(Workshop shop) : IClassFixture<Workshop>
{
    private const string MarkedPassphrase = "marked-passphrase-5521";
    private const string MarkedWebhookSecret = "marked-webhook-secret-8841";

    private static readonly string[] Users = ["api", "GET", "/v1r1/enterprise/users"];

    [Fact]
    public async Task No_command_and_no_error_shows_a_secret()
    {
        string pem = await File.ReadAllTextAsync(shop.KeyFile, TestContext.Current.CancellationToken);
        string encrypted = shop.PathTo("marked-encrypted.pem");
        shop.Key.WritePemFile(encrypted, overwrite: true, MarkedPassphrase);
        string broken = shop.PathTo("marked-broken.pem");
        await File.WriteAllTextAsync(broken, pem[..^200], TestContext.Current.CancellationToken);
        string garbled = shop.PathTo("marked-garbled.pem");
        await File.WriteAllTextAsync(garbled, pem.Replace("\nM", "\n!", StringComparison.Ordinal).Insert(300, "#"), TestContext.Current.CancellationToken);
        string passphrase = shop.PathTo("marked-pass.txt");
        await File.WriteAllTextAsync(passphrase, MarkedPassphrase, TestContext.Current.CancellationToken);
        string webhook = shop.PathTo("marked-webhook.txt");
        await File.WriteAllTextAsync(webhook, MarkedWebhookSecret + "\n", TestContext.Current.CancellationToken);
        string oneLine = pem.Replace("\n", "", StringComparison.Ordinal);
        string token = new PartnerTokenSigner(shop.Key, new SiteId(54344)).Sign().Reveal();

        string[] marks = [.. Marks(pem), .. Marks(await File.ReadAllTextAsync(encrypted, TestContext.Current.CancellationToken)), Workshop.ApiKey, MarkedPassphrase, MarkedWebhookSecret, token[^100..]];
        string[][] commands =
        [
            ["--help"], ["--version"], ["nonsense"], [pem], [oneLine], ["token", pem], ["token", "--site-id", pem], ["token", "--lifetime", oneLine],
            ["token", "--key-file", pem], ["token", "--key-file", oneLine], ["token", "--key-file", Body(pem)], ["token", "--key-file", broken], ["token", "--key-file", garbled],
            ["token", "--key-file", encrypted], ["token", "--key-file", encrypted, "--passphrase-file", shop.KeyFile], ["token", "--key-file", encrypted, "--passphrase-file", "/nowhere"], ["token", "--key-file", encrypted, "--passphrase-file", MarkedPassphrase],
            ["token", "inspect", pem], ["token", "inspect", token], ["token", "inspect", token + ".x"], ["token", "verify", token, "--public-key-file", shop.PublicFile, "-s", "7"],
            ["token", "verify", token, "--public-key-file", shop.KeyFile], ["token", "verify", token, "--public-key-file", pem], ["token", "verify", pem, "--public-key-file", shop.PublicFile],
            ["key", "inspect"], ["key", "inspect", "--key-file", encrypted, "--passphrase-file", passphrase], ["key", "inspect", "--key-file", broken], ["key", "inspect", pem],
            ["key", "public"], ["key", "create", "--out", shop.KeyFile], ["key", "create", "--out", "/nowhere/k.pem"], ["key", "create", "--out", shop.PathTo("fresh.pem"), "--bits", oneLine],
            Users, [.. Users, "--include"], [.. Users, "--paginate"], [.. Users, "-f", "x"], [.. Users, "-f", "pagesize=1"], [.. Users, "--api-url", "http://127.0.0.1:1"],
            [.. Users, "--api-url", "https://user:" + Workshop.ApiKey + "@localhost"], [.. Users, "--api-url", "http://example.com"], [.. Users, "--api-url", pem], [.. Users, "--site-id", "7"],
            ["api", "GET", "/v1/none"], ["api", "GET", "https://evil.example/x"], ["api", "GET", pem], ["api", "POST", "/v1/search", "--input", shop.KeyFile], ["api", Workshop.ApiKey + "-" + Workshop.ApiKey, "/"],
            ["api", "POST", "/v1/search", "-F", "x=@/nowhere"], ["sandbox", "--public-key-file", shop.KeyFile], ["sandbox", "--public-key-file", broken], ["sandbox", "--public-key-file", shop.PublicFile, "--listen", "0.0.0.0:1"],
            ["sandbox", "--public-key-file", shop.PublicFile, "--data", "/nowhere/x"], ["completion", oneLine], ["completion", "bash"],
            ["webhooks", "verify", "--signature", "x", "--secret-file", webhook], ["webhooks", "verify", "--signature", MarkedWebhookSecret, "--secret-file", webhook],
            ["webhooks", "verify", "--signature", "x", "--secret-file", MarkedWebhookSecret], ["webhooks", "verify", "--signature", $"sha256={new string('a', 64)}", "--body", webhook, "--secret-file", webhook],
            ["sandbox", "webhook", "add", "http://127.0.0.1:9/", "--secret-file", webhook], ["sandbox", "webhook", "add", "http://example.com/", "--secret-file", webhook],
            ["sandbox", "webhook", "add", "http://127.0.0.1:9/", "--secret-file", MarkedWebhookSecret], ["sandbox", "webhook", "list"],
        ];

        foreach (string[] command in commands)
        {
            foreach (bool byVariable in new[] { false, true })
            {
                Dictionary<string, string> environment = shop.Environment;
                if (byVariable)
                {
                    environment.Remove("HL_PARTNER_KEY_FILE");
                    environment["HL_PARTNER_KEY"] = pem;
                }

                HlResult result = await Hl.RunAsync(environment, pem, command);
                foreach (string mark in marks)
                {
                    Assert.False(
                        result.All.Contains(mark, StringComparison.Ordinal),
                        $"hl {string.Join(' ', command.Select(a => a.Length > 40 ? a[..40] + "…" : a))} shows {mark[..8]}…\n{result.All}");
                }
            }
        }
    }

    [Fact]
    public async Task A_broken_pipe_ends_quietly()
    {
        // head closes the pipe after one byte; nothing of a crash may follow.
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no sh.");
        ProcessStartInfo start = new ProcessStartInfo("sh", ["-c", "hl api GET /v1r1/enterprise/users -f page_size=1000 | head -c 1"]) { RedirectStandardOutput = true, RedirectStandardError = true }
            .InNeutralSurroundings().With(shop.Environment);
        using Process process = Process.Start(start)!;
        string error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.DoesNotContain(Workshop.ApiKey, error, StringComparison.Ordinal);
    }

    /// <summary>Runs of 20 characters of the key itself, every ten characters.</summary>
    private static IEnumerable<string> Marks(string pem)
    {
        string body = Body(pem);
        for (int i = 30; i + 20 <= body.Length; i += 10)
        {
            yield return body.Substring(i, 20);
        }
    }

    private static string Body(string pem)
    {
        StringBuilder body = new();
        foreach (string line in pem.Split('\n').Where(l => !l.StartsWith('-')))
        {
            body.Append(line.Trim());
        }

        return body.ToString();
    }
}
