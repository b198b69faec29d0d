using System.Text.RegularExpressions;
using HelpLightning.Sandbox;

namespace HelpLightning.Cli.Tests.Doctor;

public sealed partial class DoctorTests(Workshop shop) : IClassFixture<Workshop>
{
    [Fact]
    public async Task All_is_well_is_told_line_by_line()
    {
        HlResult result = (await Hl.RunAsync(shop.Environment, "", "doctor")).Require(0);
        Assert.Empty(result.Error);
        Assert.Equal("""
            ✓ settings file   none at FOLDER/hl/config.json; flags and the environment decide
            ✓ profile         none, so flags and the environment decide
            ✓ site id         54344, from HL_SITE_ID
            ✓ API key         19 characters, from HL_API_KEY
            ✓ partner key     FOLDER/k.pem, from HL_PARTNER_KEY_FILE (PKCS#8, PEM; thumbprint HEX…)
            ✓ key's mode      0600
            ✓ key's size      2048 bits
            ✓ key and git     the key's file is in no repository
            ✓ address         http://127.0.0.1:PORT, from HL_API_URL
            ✓ proxy           none
            ✓ host name       127.0.0.1 is an address already
            ✓ connection      127.0.0.1 port PORT answers
            – TLS             plain http, to this machine only
            ✓ answer          HTTP/1.1 200
            ✓ clock           as the server's
            ✓ API key taken   yes
            ✓ token taken     yes
            ✓ kind of key     a site's, with 2 workspaces

            All is well.

            """, Normalized(result.Output));
    }

    [Fact]
    public async Task A_failure_has_its_remedy_under_it_and_stops_what_rests_on_it()
    {
        Dictionary<string, string> environment = shop.Environment;
        environment.Remove("HL_PARTNER_KEY_FILE");
        HlResult result = (await Hl.RunAsync(environment, "", "doctor")).Require(3);
        Assert.Contains("""
            ✗ partner key     The partner key is missing
                              Give --key-file FILE, or once and for all: hl config set key-file FILE (or set HL_PARTNER_KEY_FILE). To make one: hl key create --out HelpLightningKey.pem
            – key's mode      not checked, because of: partner key
            – key's size      not checked, because of: partner key
            – key and git     not checked, because of: partner key
            """, result.Output, StringComparison.Ordinal);
        Assert.Contains("✓ clock           as the server's\n– API key taken   not checked, because of: partner key\n", result.Output, StringComparison.Ordinal);
        Assert.EndsWith("\n\n1 failure.\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_innermost_failure_decides_the_exit_code()
    {
        DoctorRun run = await DoctorRun.RunAsync(new Dictionary<string, string>(), "--api-url", "http://127.0.0.1:1");
        run.Result.Require(3);
        run.Require("site id", "failed");
        run.Require("API key", "failed");
        run.Require("partner key", "failed");
        run.Require("connection", "failed");
    }

    [Fact]
    public async Task Nothing_secret_is_shown()
    {
        HlResult text = await Hl.RunAsync(shop.Environment, "", "doctor");
        HlResult json = await Hl.RunAsync(shop.Environment, "", "doctor", "-o", "ndjson");
        string body = (await File.ReadAllLinesAsync(shop.KeyFile, TestContext.Current.CancellationToken))[1];
        Assert.All([text.All, json.All], shown =>
        {
            Assert.DoesNotContain(Workshop.ApiKey, shown, StringComparison.Ordinal);
            Assert.DoesNotContain(body, shown, StringComparison.Ordinal);
            Assert.DoesNotContain("eyJ", shown, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Without_UTF_8_the_signs_are_ASCII()
    {
        Dictionary<string, string> environment = shop.Environment;
        environment["LC_ALL"] = "C";
        Assert.StartsWith("+ settings file ", (await Hl.RunAsync(environment, "", "doctor")).Require(0).Output, StringComparison.Ordinal);
        environment["LC_ALL"] = "de_DE.UTF-8";
        Assert.StartsWith("✓ settings file ", (await Hl.RunAsync(environment, "", "doctor")).Require(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_format_is_bad_usage() =>
        Assert.Contains("text, json or ndjson", (await Hl.RunAsync(shop.Environment, "", "doctor", "-o", "xml")).Require(2).Error, StringComparison.Ordinal);

    [Fact]
    public async Task A_refused_API_key_exits_1()
    {
        Dictionary<string, string> environment = shop.Environment;
        environment["HL_API_KEY"] = "not-the-right-one";
        DoctorRun run = await DoctorRun.RunAsync(environment);
        run.Result.Require(1);
        Assert.Contains("hl config set api-key", run.Require("API key taken", "failed"), StringComparison.Ordinal);
        Assert.Contains("because of: API key taken", run.Require("token taken", "skipped"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_token_exits_4_and_names_the_thumbprint()
    {
        DoctorRun run = await DoctorRun.RunAsync(shop.Environment, "--site-id", "7");
        run.Result.Require(4);
        run.Require("API key taken", "ok");
        string said = run.Require("token taken", "failed");
        Assert.Contains("subject is site 7, expected 54344", said, StringComparison.Ordinal);
        Assert.Contains(shop.Key.Thumbprint, said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(20, "warning", 0, @"^\d+ s behind the server's")]
    [InlineData(-40, "warning", 0, @"^\d+ s ahead of the server's")]
    [InlineData(-8_640_000, "failed", 3, @"^100 days ahead of the server's: tokens made here stay valid for 100 days, not 60 s \| .*cannot be revoked")]
    [InlineData(200, "failed", 3, "^[34] min behind the server's: tokens have expired when they are made .*hl corrects it in its own calls")]
    [InlineData(400, "failed", 3, "^[67] min behind the server's: tokens have expired when they are made .*More than 5 min is not corrected", "failed")]
    public async Task A_clock_that_is_off_is_measured(int seconds, string status, int exitCode, string pattern, string token = "ok")
    {
        await using HelpLightningSandbox sandbox = await OtherAsync(new() { ClockOffset = TimeSpan.FromSeconds(seconds), PartnerPublicKeys = [shop.Key.PublicKey], ApiKey = Workshop.ApiKey });
        DoctorRun run = await DoctorRun.RunAsync(shop.Environment, "--api-url", sandbox.BaseAddress.AbsoluteUri);
        run.Result.Require(exitCode);
        Assert.Matches(pattern, run.Require("clock", status));

        // A server takes a token of a clock that is ahead, and hl corrects one that is not too far behind.
        run.Require("token taken", token);
    }

    [Fact]
    public async Task A_key_without_workspaces_may_be_a_workspaces()
    {
        await using HelpLightningSandbox sandbox = await OtherAsync(new() { Seed = SandboxSeed.None, PartnerPublicKeys = [shop.Key.PublicKey], ApiKey = Workshop.ApiKey });
        DoctorRun run = await DoctorRun.RunAsync(shop.Environment, "--api-url", sandbox.BaseAddress.AbsoluteUri);
        run.Result.Require(0);
        Assert.StartsWith("a workspace's, or a site's without workspaces", run.Require("kind of key", "ok"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET /api/v1r1/enterprise/users 503", 1, "API key taken", "answered with 503")]
    [InlineData("GET /api/v1r1/enterprise/users 429", 1, "API key taken", "answered with 429")]
    [InlineData("GET /api/v1r1/enterprise/users expired=400", 4, "token taken", "EXPIRED_TOKEN")]
    public async Task A_server_in_trouble_is_told_apart(string fault, int exitCode, string check, string says)
    {
        await using HelpLightningSandbox sandbox = await OtherAsync(new() { Faults = [SandboxFault.Parse(fault)], PartnerPublicKeys = [shop.Key.PublicKey], ApiKey = Workshop.ApiKey });
        DoctorRun run = await DoctorRun.RunAsync(shop.Environment, "--api-url", sandbox.BaseAddress.AbsoluteUri);
        run.Result.Require(exitCode);
        Assert.Contains(says, run.Require(check, "failed"), StringComparison.Ordinal);
    }

    private static Task<HelpLightningSandbox> OtherAsync(HelpLightningSandboxOptions options) => HelpLightningSandbox.StartAsync(options, TestContext.Current.CancellationToken);

    private string Normalized(string output)
    {
        string folder = Path.GetDirectoryName(shop.KeyFile)!;
        int port = shop.Sandbox.BaseAddress.Port;

        // Not every such number is the port: it may stand in a thumbprint, or be the site's.
        output = output.Replace(folder, "FOLDER", StringComparison.Ordinal).Replace($"127.0.0.1:{port}", "127.0.0.1:PORT", StringComparison.Ordinal)
            .Replace($"port {port} ", "port PORT ", StringComparison.Ordinal);
        return Thumbprint().Replace(NoProfiles().Replace(output, "FOLDER/hl"), "thumbprint HEX…");
    }

    [GeneratedRegex("thumbprint [0-9a-f]{16}…")]
    private static partial Regex Thumbprint();

    [GeneratedRegex(@"\S*hl-no-profiles-\d+/hl")]
    private static partial Regex NoProfiles();
}
