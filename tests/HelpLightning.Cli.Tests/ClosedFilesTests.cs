namespace HelpLightning.Cli.Tests;

/// <summary>Whoever starts hl has closed standard input, standard output or standard error.</summary>
public sealed class ClosedFilesTests(Workshop shop) : IClassFixture<Workshop>
{
    private const string CannotBeWritten = "error: Standard output cannot be written: it is closed. Leave out >&-, or send it to /dev/null.\n";

    [Theory]
    [InlineData("token")]
    [InlineData("users list -o csv")]
    [InlineData("users list -o json")]
    [InlineData("users list -o table")]
    [InlineData("users token 24")]
    [InlineData("--help")]
    public async Task Nothing_goes_elsewhere_when_standard_output_is_closed(string command)
    {
        (string output, string error) = await RunAsync($"hl {command} 3>&1 >&-; echo $? >&2", shop.Environment);
        Assert.Empty(output);
        Assert.Equal($"{CannotBeWritten}3\n", error);
    }

    [Fact]
    public async Task What_would_be_told_is_lost_when_standard_error_is_closed()
    {
        (string output, string error) = await RunAsync("hl users get 24 --fields id -o csv 2>&-; echo $?; hl users get nobody@example.com 2>&-; echo $?", shop.Environment);
        Assert.Equal("id\n24\n0\n1\n", output);
        Assert.Empty(error);
    }

    [Theory]
    [InlineData("users list", 3)]
    [InlineData("users get nobody@example.com", 1)]
    [InlineData("key create --out $OUT/closed.pem", 0, 3)]
    [InlineData("export --out $OUT/closed", 0, 3)]
    [InlineData("token", 3)]
    public async Task Without_any_of_the_three_it_ends_in_good_order(string command, params int[] codes)
    {
        Dictionary<string, string> environment = shop.Environment;
        environment["OUT"] = shop.PathTo(".");
        (string output, _) = await RunAsync($"(hl {command} <&- >&- 2>&-; echo $? >&9) 9>&1; (hl {command} --help >&- 2>&-; echo $? >&9) 9>&1", environment);
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains(int.Parse(lines[0], System.Globalization.CultureInfo.InvariantCulture), codes);
        Assert.Equal("3", lines[1]);
    }

    [Fact]
    public async Task Closed_standard_input_is_empty()
    {
        (string output, string error) = await RunAsync("hl token inspect - <&-; echo $?", shop.Environment);
        Assert.Equal("4\n", output);
        Assert.StartsWith("error: ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk_under_standard_error_changes_nothing()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no /dev/full here.");
        (string output, _) = await RunAsync("hl users get nobody@example.com 2> /dev/full; echo $?", shop.Environment);
        Assert.Equal("1\n", output);
    }

    private static async Task<(string Output, string Error)> RunAsync(string script, Dictionary<string, string> environment)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such shell.");
        await Shell.RequireAsync("bash");
        return await Shell.BashAsync(script, environment);
    }
}
