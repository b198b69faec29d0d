using System.Diagnostics;
using HelpLightning.PartnerKeys;

namespace HelpLightning.Cli.Tests;

public sealed class TokenTests(Workshop shop) : IClassFixture<Workshop>
{
    /// <summary>A busy machine may look at a token when its minute is over.</summary>
    private PartnerTokenVerifier Verifier => new(new SiteId(54344), [shop.Key.PublicKey], new PartnerTokenVerifierOptions { ExpiryTolerance = TimeSpan.FromHours(1) });

    [Fact]
    public async Task Only_the_token_and_a_newline_come_out_of_a_pipe()
    {
        HlResult result = (await Hl.RunAsync("token", "--key-file", shop.KeyFile, "--site-id", "54344")).Require(0);
        Assert.Empty(result.Error);
        Assert.EndsWith("\n", result.Output, StringComparison.Ordinal);
        Assert.True(Verifier.Verify(result.Output.TrimEnd('\n')).IsValid);
        Assert.Equal(1, result.Output.Count(c => c == '\n'));
    }

    [Fact]
    public async Task Several_runs_into_one_file_follow_one_another()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no sh.");
        string path = shop.PathTo("tokens.txt");
        string run = $"hl token -k '{shop.KeyFile}' -s 54344";
        using Process process = Process.Start(new ProcessStartInfo("sh", ["-c", $"({run}; {run}; echo end) > '{path}'"]).InNeutralSurroundings())!;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        string[] lines = await File.ReadAllLinesAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal(3, lines.Length);
        Assert.True(Verifier.Verify(lines[0]).IsValid);
        Assert.True(Verifier.Verify(lines[1]).IsValid);
        Assert.Equal("end", lines[2]);
    }

    [Theory]
    [InlineData("1s", 1)]
    [InlineData("90", 90)]
    [InlineData("5m", 300)]
    [InlineData("24h", 86400)]
    public async Task A_lifetime_is_a_number_with_a_unit(string text, int seconds)
    {
        long before = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        HlResult result = (await Hl.RunAsync(shop.Environment, "", "token", "--lifetime", text)).Require(0);
        long after = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        Assert.True(UnverifiedToken.TryRead(result.Output, out UnverifiedToken? token, out _));
        Assert.InRange(token.ExpiresAt!.Value.ToUnixTimeSeconds(), before + seconds, after + seconds);
    }

    [Fact]
    public async Task A_key_comes_from_standard_input_or_a_variable()
    {
        string pem = await File.ReadAllTextAsync(shop.KeyFile, TestContext.Current.CancellationToken);
        HlResult piped = (await Hl.RunAsync(new Dictionary<string, string>(), pem, "token", "-k", "-", "-s", "54344")).Require(0);
        Assert.True(Verifier.Verify(piped.Output.Trim()).IsValid);
        HlResult variable = (await Hl.RunAsync(
            new Dictionary<string, string> { ["HL_PARTNER_KEY"] = pem.Replace("\n", "\\n", StringComparison.Ordinal), ["HL_SITE_ID"] = "54344" }, "", "token")).Require(0);
        Assert.True(Verifier.Verify(variable.Output.Trim()).IsValid);
    }

    [Theory]
    [InlineData(2, "--lifetime wants a length of time", "--lifetime", "soon")]
    [InlineData(2, "--lifetime is 1s to 24h", "--lifetime", "25h")]
    [InlineData(2, "--lifetime is 1s to 24h", "--lifetime", "0s")]
    [InlineData(2, "--site-id wants a positive whole number", "--site-id", "abc")]
    [InlineData(2, "--site-id wants a positive whole number", "--site-id", "-5")]
    [InlineData(3, "'/nowhere.pem' does not exist", "--key-file", "/nowhere.pem")]
    public async Task A_wrong_option_is_named(int exitCode, string says, params string[] arguments)
    {
        HlResult result = (await Hl.RunAsync(shop.Environment, "", ["token", .. arguments])).Require(exitCode);
        Assert.Empty(result.Output);
        Assert.Contains(says, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_missing_is_named_with_what_to_type()
    {
        Assert.Contains("hl config set site-id 54344", (await Hl.RunAsync("token")).Require(3).Error, StringComparison.Ordinal);
        Assert.Contains("Give --site-id NUMBER, or once and for all: hl config set site-id NUMBER (or set HL_SITE_ID)", (await Hl.RunAsync("token", "-k", shop.KeyFile)).Require(3).Error, StringComparison.Ordinal);
        Assert.Contains("Give --key-file FILE, or once and for all: hl config set key-file FILE (or set HL_PARTNER_KEY_FILE)", (await Hl.RunAsync("token", "-s", "1")).Require(3).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inspecting_says_that_nothing_was_verified()
    {
        string token = TokenForAnHour();
        HlResult result = (await Hl.RunAsync("token", "inspect", token)).Require(0);
        Assert.StartsWith("NOT VERIFIED", result.Output, StringComparison.Ordinal);
        Assert.Contains("\"sub\": \"Partner:54344\"", result.Output, StringComparison.Ordinal);
        Assert.Matches("Life +expires in (1 h|[0-9]+ min)", result.Output);
        Assert.Matches(@"Expires +\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC", result.Output);
        Assert.Matches("Signature +256 bytes, not verified", result.Output);
        HlResult piped = (await Hl.RunAsync(new Dictionary<string, string>(), token + "\n", "token", "inspect", "-")).Require(0);
        Assert.Equal(result.Output[..200], piped.Output[..200]);
    }

    [Fact]
    public async Task What_is_no_token_cannot_be_inspected() =>
        Assert.Contains("This is not a token: it has 1 part", (await Hl.RunAsync("token", "inspect", "rubbish")).Require(4).Error, StringComparison.Ordinal);

    [Theory]
    [InlineData("eyJhbGciOiJSUzI1NiJ9.eyJhIjoiXHVkODAwIn0.AAAA", "its claims are no text: a string in it holds half of a surrogate pair")] // {"a":"\ud800"}
    [InlineData("eyJcdWQ4MDAiOjF9.e30.AAAA", "its header is no text")] // {"\ud800":1}
    [InlineData("e30.eyJhIjoi_yJ9.AAAA", "its claims are not UTF-8")]
    public async Task What_cannot_be_shown_as_text_is_no_token(string token, string says) =>
        Assert.Contains($"This is not a token: {says}", (await Hl.RunAsync("token", "inspect", token)).Require(4).Error, StringComparison.Ordinal);

    [Fact]
    public async Task Verifying_exits_0_for_a_valid_token_and_4_with_the_reason_for_another()
    {
        string token = TokenForAnHour();
        string[] check = ["--public-key-file", shop.PublicFile, "--site-id"];
        HlResult valid = (await Hl.RunAsync(["token", "verify", token, .. check, "54344"])).Require(0);
        Assert.StartsWith("valid for site 54344 until ", valid.Output, StringComparison.Ordinal);
        HlResult piped = (await Hl.RunAsync(new Dictionary<string, string>(), token + "\n", ["token", "verify", "-", .. check, "54344"])).Require(0);
        Assert.Equal(valid.Output, piped.Output);

        HlResult other = (await Hl.RunAsync(["token", "verify", token, .. check, "7"])).Require(4);
        Assert.Empty(other.Output);
        Assert.Equal("error: The token is refused: subject is site 54344, expected 7.\n", other.Error);
        HlResult changed = (await Hl.RunAsync(["token", "verify", token[..^4] + "AAAA", .. check, "54344"])).Require(4);
        Assert.Contains("signed by another key, or changed after signing", changed.Error, StringComparison.Ordinal);
        (await Hl.RunAsync(["token", "verify", "-", .. check, "54344"])).Require(4);
        Assert.Contains("private key where the public half belongs", (await Hl.RunAsync("token", "verify", token, "--public-key-file", shop.KeyFile, "-s", "54344")).Require(3).Error, StringComparison.Ordinal);
    }

    /// <summary>Long enough for several runs of hl on any machine.</summary>
    private string TokenForAnHour() =>
        new PartnerTokenSigner(shop.Key, new SiteId(54344), new PartnerTokenSignerOptions { Lifetime = TimeSpan.FromHours(1) }).Sign().Reveal();
}
