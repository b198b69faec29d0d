namespace HelpLightning.Interop.Tests;

/// <summary>What a peer said.</summary>
internal sealed record PeerResult(int ExitCode, string Output, string Error)
{
    public string RequireSuccess()
    {
        Assert.True(ExitCode == 0, $"exit code {ExitCode}: {Error}");
        return Output;
    }
}
