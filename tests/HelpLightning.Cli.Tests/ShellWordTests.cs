using HelpLightning.Shell;

namespace HelpLightning.Cli.Tests;

/// <summary>What advice quotes comes out of the shell as it was. The shell itself says so, PowerShell on Linux too.</summary>
public sealed class ShellWordTests
{
    private static readonly string[] Hard =
    [
        "plain", "two words", "it's", "‘typographic’ ‚low‛", "$HOME", "a,b", "@splat", "-x.y", "--flag:value", "semi;colon", "pipe|amp&", "(group)",
        "{block}", "`tick", "#remark", "*.pem", "[a]", "~", "50%", "C:\\Users\\Ann Field\\key.pem", "tab\there", "", "é漢🎥", "a=b", "%PATH%",
    ];

    [Fact]
    public async Task PowerShell_passes_on_what_was_quoted_for_it()
    {
        await Shell.RequireAsync("pwsh");
        string typed = $"$PSNativeCommandArgumentPassing = 'Standard'; printf '%s|' {string.Join(' ', Hard.Select(PowerShellWord.Quote))}";
        Assert.Equal(string.Concat(Hard.Select(word => word + "|")), (await Shell.RunAsync("pwsh", typed)).TrimEnd('\n', '\r'));
    }

    [Fact]
    public async Task A_posix_shell_passes_on_what_was_quoted_for_it()
    {
        string typed = $"printf '%s|' {string.Join(' ', Hard.Select(PosixWord.Quote))}";
        Assert.Equal(string.Concat(Hard.Select(word => word + "|")), (await Shell.RunAsync("bash", typed)).TrimEnd('\n'));
    }

    [Fact]
    public async Task What_PowerShell_sets_reaches_programs()
    {
        await Shell.RequireAsync("pwsh");
        foreach (string value in Hard.Where(word => word.Length > 0))
        {
            Assert.DoesNotContain('\n', ShellLine.Set(isPowerShell: true, ("HL_TRIED", value)));
        }

        string typed = $"{ShellLine.Set(isPowerShell: true, ("HL_ONE", "it's $5, 100%"), ("HL_TWO", "http://127.0.0.1:8025"))}; printenv HL_ONE HL_TWO";
        Assert.Equal("it's $5, 100%\nhttp://127.0.0.1:8025", (await Shell.RunAsync("pwsh", typed)).TrimEnd('\n', '\r').ReplaceLineEndings("\n"));
    }

    [Theory]
    [InlineData("-key.pem", @".\-key.pem", "./-key.pem")]
    [InlineData("-", @".\-", "./-")]
    [InlineData("k.pem", "k.pem", "k.pem")]
    public void A_file_is_taken_for_no_option(string path, string powerShell, string posix)
    {
        Assert.Equal(powerShell, PowerShellWord.Path(path));
        Assert.Equal(posix, PosixWord.Path(path));
    }

    [Fact]
    public void What_is_plain_is_not_quoted()
    {
        Assert.Equal(@"C:\keys\k.pem", PowerShellWord.Quote(@"C:\keys\k.pem"));
        Assert.Equal("a,b", PosixWord.Quote("a,b"));
        Assert.Equal("'a,b'", PowerShellWord.Quote("a,b"));
    }
}
