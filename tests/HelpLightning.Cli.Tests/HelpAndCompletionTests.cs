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
    [InlineData("bash", "hl users list --fields id,na", "id,name")]
    [InlineData("zsh", "hl users list --fields id,na", "id,name")]
    [InlineData("fish", "hl users list --fields id,na", "id,name")]
    [InlineData("bash", "hl users list -o ", "ndjson")]
    [InlineData("zsh", "hl users list -o ", "ndjson")]
    [InlineData("fish", "hl users list -o ", "ndjson")]
    [InlineData("bash", "hl config set ", "site-id")]
    [InlineData("bash", "hl config set data-center ", "EU")]
    [InlineData("bash", "hl users list --active ", "true")]
    [InlineData("bash", "hl doctor --data-center ", "US")]
    [InlineData("bash", "hl sandbox --fault ", "expired=401")]
    [InlineData("bash", "hl doc", "doctor")]
    [InlineData("bash", "hl ma", "man")]
    [InlineData("pwsh", "hl tok", "hl token")]
    [InlineData("pwsh", "hl key ", "hl key inspect")]
    [InlineData("pwsh", "hl token --li", "hl token --lifetime")]
    [InlineData("pwsh", "hl sandbox --fault ", "hl sandbox --fault expired=401")]
    [InlineData("pwsh", "hl.exe tok", "hl.exe token")]
    [InlineData("pwsh", "hl users list --fields id,na", "hl users list --fields id,name")]
    [InlineData("pwsh", "hl users list -o ", "hl users list -o ndjson")]
    [InlineData("pwsh", "cd /tmp; hl config set data-center ", "hl config set data-center EU")]
    public async Task A_shell_completes(string shell, string line, string expected)
    {
        await Shell.RequireAsync(shell);
        Assert.Contains(expected, await Shell.CompleteAsync(shell, line), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    [InlineData("pwsh")]
    public async Task A_shell_completes_the_names_of_profiles(string shell)
    {
        await Shell.RequireAsync(shell);
        DirectoryInfo home = Directory.CreateTempSubdirectory("hl-completion-");
        Dictionary<string, string> environment = new() { ["XDG_CONFIG_HOME"] = home.FullName };
        (await Hl.RunAsync(environment, "", "config", "set", "site-id", "7", "--profile", "laboratory")).Require(0);
        Assert.Contains("laboratory", await Shell.CompleteAsync(shell, "hl users list --profile la", environment), StringComparison.Ordinal);
        home.Delete(recursive: true);
    }

    [Fact]
    public async Task PowerShell_completes_files_and_quotes_what_it_would_take_apart()
    {
        await Shell.RequireAsync("pwsh");
        DirectoryInfo folder = Directory.CreateTempSubdirectory("hl-completion-");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "my key.pem"), "", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "it's.pem"), "", TestContext.Current.CancellationToken);
        string offered = await Shell.CompleteAsync("pwsh", $"hl token --key-file {folder.FullName}/my");
        Assert.Contains($"hl token --key-file '{folder.FullName}/my key.pem'", offered, StringComparison.Ordinal);
        offered = await Shell.CompleteAsync("pwsh", $"hl token -k {folder.FullName}/it");
        Assert.Contains($"hl token -k '{folder.FullName}/it''s.pem'", offered, StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task What_is_there_already_is_not_offered_again()
    {
        string[] offered = (await HlProgram.RunAsync("[suggest:29]", "hl users list --fields id,na,")).Require(0).Output.Split('\n');
        Assert.Contains("id,na,email", offered);
        Assert.DoesNotContain("id,na,id", offered);
        HlResult values = (await HlProgram.RunAsync("[suggest:26]", "hl config set data-center ")).Require(0);
        Assert.DoesNotContain("site-id", values.Output.Split('\n'));
    }

    [Theory]
    [InlineData("demo")]
    [InlineData("config")]
    [InlineData("doctor")]
    [InlineData("key")]
    [InlineData("token")]
    [InlineData("users")]
    [InlineData("groups")]
    [InlineData("workspaces")]
    [InlineData("calls")]
    [InlineData("api")]
    [InlineData("export")]
    [InlineData("reports")]
    [InlineData("overview")]
    [InlineData("webhooks")]
    [InlineData("sandbox")]
    [InlineData("completion")]
    [InlineData("man")]
    public async Task A_command_that_help_names_has_help_of_its_own(string command)
    {
        Assert.Matches($"(?m)^  {command} +[A-Z]", (await Hl.RunAsync("--help")).Require(0).Output);
        Assert.Contains($"\n\nUsage\n  hl {command} ", (await Hl.RunAsync(command, "--help")).Require(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_has_headings()
    {
        string help = (await Hl.RunAsync("--help")).Require(0).Output;
        foreach (string heading in new[] { "Start here", "Keys and tokens", "The site by name", "On this machine", "Options", "Learn more" })
        {
            Assert.Contains($"\n\n{heading}\n  ", help, StringComparison.Ordinal);
        }

        string users = (await Hl.RunAsync("users", "list", "--help")).Require(0).Output;
        string connection = users[users.IndexOf("\nConnection\n", StringComparison.Ordinal)..];
        Assert.Contains("--profile NAME", connection, StringComparison.Ordinal);
        Assert.DoesNotContain("--fields", connection, StringComparison.Ordinal);
        Assert.All(users.Split('\n').Concat(help.Split('\n')), line => Assert.InRange(line.Length, 0, 80));
    }

    [Fact]
    public async Task What_the_hand_types_for_list_is_not_offered_beside_it()
    {
        string[] offered = (await HlProgram.RunAsync("[suggest:10]", "hl users l")).Require(0).Output.Split('\n');
        Assert.Contains("list", offered);
        Assert.DoesNotContain("ls", offered);
    }

    [Fact]
    public async Task The_words_of_other_programs_are_understood()
    {
        Assert.Equal((await Hl.RunAsync("--version")).Output, (await Hl.RunAsync("version")).Require(0).Output);
        Assert.Contains("Usage\n  hl users list ", (await Hl.RunAsync("users", "ls", "--help")).Require(0).Output, StringComparison.Ordinal);
        string help = (await Hl.RunAsync("users", "list", "--help")).Output;
        Assert.DoesNotContain("--format", help, StringComparison.Ordinal);
        Assert.Contains("  HL_API_KEY ", help[help.IndexOf("\nConnection\n", StringComparison.Ordinal)..], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_shell_is_named() =>
        Assert.Contains("bash, zsh, fish and powershell", (await Hl.RunAsync("completion", "tcsh")).Require(2).Error, StringComparison.Ordinal);
}
