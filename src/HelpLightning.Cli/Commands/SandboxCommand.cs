using System.CommandLine;
using System.Net;
using HelpLightning.Cli.Settings;
using HelpLightning.Cli.Terminal;
using HelpLightning.PartnerKeys;
using HelpLightning.Sandbox;

namespace HelpLightning.Cli.Commands;

/// <summary><c>hl sandbox</c>: Help Lightning on this machine, until Ctrl-C.</summary>
internal static class SandboxCommand
{
    public static Command Build(Screen screen)
    {
        KeyOptions keys = new();
        Option<string> listen = new("--listen") { HelpName = "ADDRESS:PORT", Description = "A loopback address; port 0 picks a free one", DefaultValueFactory = _ => "127.0.0.1:8025" };
        Option<string?> data = new("--data") { HelpName = "FILE", Description = "Keep the data in this SQLite file; in memory by default" };
        Option<string[]> publicKeys = new("--public-key-file") { HelpName = "FILE", Description = "The site's public key; may be given several times", Required = true };
        Option<string?> apiKey = new("--api-key") { HelpName = "KEY", Description = $"The API key that callers must send; made up and printed by default [env: {Variables.ApiKey}]" };
        Option<string> seed = new("--seed") { HelpName = "NAME", Description = "none, small (40 people) or large (100,000 people)", DefaultValueFactory = _ => "small" };
        seed.CompletionSources.Add("none", "small", "large");
        Option<string> expired = new("--expired-answer") { HelpName = "STYLE", Description = "400 (JSON, code 1003) or 401 (text): both have been seen", DefaultValueFactory = _ => "400" };
        expired.CompletionSources.Add("400", "401");
        HlCommand command = new("sandbox", "Run Help Lightning on this machine: verifies tokens for real, answers with made-up people",
            "hl sandbox --site-id 54344 --public-key-file pub.pem",
            "hl sandbox --listen 127.0.0.1:0 --data site.db --site-id 54344 --public-key-file pub.pem --api-key KEY --seed large")
        {
            listen, data, keys.SiteId, publicKeys, apiKey, seed, expired,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            string? givenApiKey = parsed.GetValue(apiKey) ?? Variables.Read(Variables.ApiKey);
            HelpLightningSandboxOptions options = new()
            {
                ListenEndPoint = ParseEndPoint(parsed.GetValue(listen)!),
                DataFile = parsed.GetValue(data),
                SiteId = keys.Site(parsed),
                PartnerPublicKeys = [.. parsed.GetRequiredValue(publicKeys).Select(PartnerPublicKey.FromPemFile)],
                ApiKey = givenApiKey,
                Seed = ParseSeed(parsed.GetValue(seed)!),
                ExpiredTokenAnswer = ParseExpired(parsed.GetValue(expired)!),
                RequestLog = entry => screen.Note(RequestLine.Format(entry, Screen.ErrorHasColor)),
            };
            await RunAsync(options, givenApiKey is null, screen, cancellation);
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task RunAsync(HelpLightningSandboxOptions options, bool showApiKey, Screen screen, CancellationToken cancellation)
    {
        await using HelpLightningSandbox sandbox = await StartAsync(options, cancellation);
        string address = sandbox.BaseAddress.ToString().TrimEnd('/');
        screen.Out.WriteLine(address);
        screen.Note($"""
            The sandbox answers for site {sandbox.SiteId}. Stop it with Ctrl-C. In another terminal:
              export HL_API_URL={address} HL_SITE_ID={sandbox.SiteId} HL_API_KEY={(showApiKey ? sandbox.ApiKey : "...")}
              hl api GET /v1r1/enterprise/users -f page_size=5 -k HelpLightningKey.pem
            """);
        try
        {
            await Task.Delay(Timeout.Infinite, cancellation);
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C and SIGTERM are how a server is stopped, so that is success.
            screen.Note("Stopped.");
        }
    }

    private static async Task<HelpLightningSandbox> StartAsync(HelpLightningSandboxOptions options, CancellationToken cancellation)
    {
        try
        {
            return await HelpLightningSandbox.StartAsync(options, cancellation);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            throw CommandException.Configuration(e.Message);
        }
    }

    private static IPEndPoint ParseEndPoint(string text)
    {
        string address = text.StartsWith("localhost:", StringComparison.OrdinalIgnoreCase) ? "127.0.0.1" + text[9..] : text;
        return IPEndPoint.TryParse(address, out IPEndPoint? endPoint) && IPAddress.IsLoopback(endPoint.Address) && address.Contains(':')
            ? endPoint
            : throw CommandException.Usage("--listen wants a loopback address and a port, such as 127.0.0.1:8025: the sandbox is not for the network.");
    }

    private static SandboxSeed ParseSeed(string text) => text switch
    {
        "none" => SandboxSeed.None,
        "small" => SandboxSeed.Small,
        "large" => SandboxSeed.Large,
        _ => throw CommandException.Usage("--seed wants none, small or large."),
    };

    private static ExpiredTokenAnswer ParseExpired(string text) => text switch
    {
        "400" => ExpiredTokenAnswer.BadRequest400Code1003,
        "401" => ExpiredTokenAnswer.Unauthorized401Text,
        _ => throw CommandException.Usage("--expired-answer wants 400 or 401."),
    };
}
