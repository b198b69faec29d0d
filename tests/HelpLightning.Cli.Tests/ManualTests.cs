using System.Diagnostics;

namespace HelpLightning.Cli.Tests;

/// <summary>The manual page, through the formatter that man uses.</summary>
public sealed class ManualTests(ManualTests.Page page) : IClassFixture<ManualTests.Page>
{
    [Fact]
    public async Task The_formatter_has_no_complaint()
    {
        (_, string complaints) = await FormatAsync("-ww", "-z");
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task Lines_fit_a_terminal_of_80()
    {
        (string text, _) = await FormatAsync("-Tutf8", "-rLL=78n", "-P-cbou");

        // An example stands as it is typed.
        Assert.All(text.Split('\n').Where(static l => !l.Contains("hl ", StringComparison.Ordinal) && !l.Contains("curl ", StringComparison.Ordinal)), static line => Assert.InRange(line.Length, 0, 80));
    }

    [Theory]
    [InlineData("NAME\n       hl - Help Lightning at a prompt\n")]
    [InlineData("   hl users list\n       hl users list [options]\n")]
    [InlineData("   hl token verify\n       hl token verify TOKEN --public-key-file FILE [options]\n")]
    [InlineData("\nCONNECTION OPTIONS\n")]
    [InlineData("       -s, --site-id NUMBER\n")]
    [InlineData("\nENVIRONMENT\n       HL_SITE_ID\n")]
    [InlineData("\nFILES\n       ~/.config/hl/config.json\n")]
    [InlineData("       5      unreachable.\n")]
    [InlineData("           curl -H \"Authorization: $(hl token)\" -H \"x-helplightning-api-key: $HL_API_KEY\" \\\n")]
    public async Task It_shows(string expected)
    {
        (string text, _) = await FormatAsync("-Tascii", "-rLL=78n", "-P-cbou");
        Assert.Contains(expected, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_command_of_help_is_in_it()
    {
        string help = (await Hl.RunAsync("--help")).Require(0).Output;
        string[] commands = [.. help.Split("\nOptions\n")[0].Split('\n').Where(static l => l.StartsWith("  ", StringComparison.Ordinal) && l.Length > 2 && char.IsAsciiLetterLower(l[2])).Select(static l => l.Trim().Split(' ')[0])];
        Assert.Contains("users", commands);
        Assert.All(commands.Where(static c => c != "hl"), command => Assert.Contains($".SS \"hl {command}\"", page.Text, StringComparison.Ordinal));
    }

    private async Task<(string Text, string Complaints)> FormatAsync(params string[] arguments)
    {
        await Shell.RequireAsync("groff", "--version");
        ProcessStartInfo start = new("groff", ["-man", "-Kutf8", .. arguments]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using Process groff = Process.Start(start)!;
        Task<string> output = groff.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Task<string> error = groff.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await groff.StandardInput.WriteAsync(page.Text);
        groff.StandardInput.Close();
        await groff.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (await output, await error);
    }

    /// <summary>Made once.</summary>
    public sealed class Page : IAsyncLifetime
    {
        public string Text { get; private set; } = "";

        public async ValueTask InitializeAsync() => Text = (await Hl.RunAsync("man")).Require(0).Output;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
