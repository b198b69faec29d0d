using System.Diagnostics;
using System.Text;

namespace HelpLightning.Cli.Tests.Proxy;

/// <summary>The built <c>hl proxy</c>: for signals, kills, and sockets that it is started with.</summary>
internal sealed class ProxyProcess : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _error;

    private ProxyProcess(Process process, string address, StringBuilder error)
    {
        _process = process;
        _error = error;
        Address = address;
    }

    /// <summary>The first that it listens at.</summary>
    public string Address { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <param name="environment">The settings.</param>
    /// <param name="arguments">What follows <c>hl proxy</c>.</param>
    public static Task<ProxyProcess> StartAsync(IReadOnlyDictionary<string, string> environment, params string[] arguments) =>
        StartAsync(HlProgram.Start(environment, ["proxy", .. arguments]));

    /// <param name="process">That was started, and answers once its address is printed.</param>
    public static async Task<ProxyProcess> StartAsync(Process process)
    {
        StringBuilder error = new();
        process.ErrorDataReceived += (_, line) =>
        {
            lock (error)
            {
                error.Append(line.Data).Append('\n');
            }
        };
        process.BeginErrorReadLine();
        string? address = await process.StandardOutput.ReadLineAsync(Cancellation);
        if (address is null)
        {
            await process.WaitForExitAsync(Cancellation);
            Assert.Fail($"The proxy did not start: {error}");
        }

        return new ProxyProcess(process, address, error);
    }

    public void Terminate() => Signals.Terminate(_process);

    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(Cancellation);
    }

    /// <summary>Once it has ended, and all that it said was read.</summary>
    public async Task<HlResult> EndAsync()
    {
        string output = await _process.StandardOutput.ReadToEndAsync(Cancellation);
        await _process.WaitForExitAsync(Cancellation);
        lock (_error)
        {
            return new HlResult(_process.ExitCode, output, _error.ToString());
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
