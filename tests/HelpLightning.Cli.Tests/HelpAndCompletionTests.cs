namespace HelpLightning.Cli.Tests;

public sealed class HelpAndCompletionTests
{
    [Theory]
    [InlineData("--help", "demo", "token", "key", "api", "sandbox", "completion", "Exit status")]
    [InlineData("token --help", "hl token --key-file", "--lifetime TIME", "[default: 60s]", "inspect", "verify", "HL_SITE_ID")]
    [InlineData("token verify -h", "--public-key-file FILE", "exit 0 valid, 4 refused", "TOKEN")]
    [InlineData("key create --help", "--bits N", "--out FILE", "2048, 3072 or 4096")]
    [InlineData("api --help", "--paginate", "-f, --raw-field KEY=VALUE", "jq")]
    [InlineData("sandbox --help", "--seed NAME", "small (40 people, 300 calls)")]
    public async Task Help_teaches_with_examples(string arguments, params string[] expected)
    {
        HlResult result = (await Hl.RunAsync(arguments.Split(' '))).Require(0);
        Assert.Empty(result.Error);
        Assert.All(expected, e => Assert.Contains(e, result.Output, StringComparison.Ordinal));
        Assert.DoesNotContain("\u001b[", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_arguments_there_is_help() =>
        Assert.Equal((await Hl.RunAsync("--help")).Output, (await Hl.RunAsync()).Require(0).Output);

    [Fact]
    public async Task The_version_is_a_number() => Assert.Matches(@"^\d+\.\d+\.\d+", (await Hl.RunAsync("--version")).Require(0).Output);

    [Theory]
    [InlineData("nonsense")]
    [InlineData("token", "--nonsense")]
    [InlineData("api", "GET")]
    public async Task Bad_usage_exits_2_and_points_to_help(params string[] arguments)
    {
        HlResult result = (await Hl.RunAsync(arguments)).Require(2);
        Assert.Empty(result.Output);
        Assert.StartsWith("error: ", result.Error, StringComparison.Ordinal);
        Assert.Contains("--help", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bash", "hl key ", "create")]
    [InlineData("bash", "hl token --li", "--lifetime")]
    [InlineData("bash", "hl completion ", "powershell")]
    [InlineData("zsh", "hl tok", "token")]
    [InlineData("fish", "hl tok", "token")]
    public async Task A_shell_completes(string shell, string line, string expected)
    {
        await Shell.RequireAsync(shell);
        Assert.Contains(expected, await Shell.CompleteAsync(shell, line), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PowerShell_gets_a_script() =>
        Assert.Contains("Register-ArgumentCompleter -Native -CommandName hl", (await Hl.RunAsync("completion", "powershell")).Require(0).Output, StringComparison.Ordinal);

    [Fact]
    public async Task An_unknown_shell_is_named() =>
        Assert.Contains("bash, zsh, fish and powershell", (await Hl.RunAsync("completion", "tcsh")).Require(2).Error, StringComparison.Ordinal);
}
