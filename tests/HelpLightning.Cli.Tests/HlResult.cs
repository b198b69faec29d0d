namespace HelpLightning.Cli.Tests;

/// <summary>What a run of hl left behind.</summary>
internal sealed record HlResult(int ExitCode, string Output, string Error)
{
    public string All => Output + Error;

    public HlResult Require(int exitCode)
    {
        Assert.True(ExitCode == exitCode, $"exit code {ExitCode}, expected {exitCode}\nstdout: {Output}\nstderr: {Error}");
        return this;
    }
}
