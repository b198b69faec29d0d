namespace HelpLightning.Cli.Tests;

/// <summary><c>hl sandbox</c> in this process, until it is stopped. One that is to be killed is a <see cref="SandboxProcess"/>.</summary>
internal sealed class SandboxRun : IAsyncDisposable
{
    private readonly TestHost _host;
    private readonly Task<HlResult> _run;

    private SandboxRun(TestHost host, Task<HlResult> run)
    {
        _host = host;
        _run = run;
        Address = host.Output.Split('\n')[0];
        Http = new HttpClient { BaseAddress = new Uri(Address) };
    }

    public string Address { get; }

    public HttpClient Http { get; }

    public static async Task<SandboxRun> StartAsync(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        TestHost host = new(environment);
        Task<HlResult> run = Hl.RunAsync(host, arguments);
        await Eventually.HoldsAsync(() => run.IsCompleted || host.Output.Contains('\n', StringComparison.Ordinal));
        Assert.False(run.IsCompleted, host.Error);
        return new SandboxRun(host, run);
    }

    /// <summary>As Ctrl-C does.</summary>
    /// <returns>What it has said meanwhile.</returns>
    public async Task<string> StopAsync()
    {
        _host.Interrupt();
        return (await _run).Require(0).Error;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Http.Dispose();
        _host.Dispose();
    }
}
