using System.Diagnostics;

namespace HelpLightning.Webhooks.Tests.Kills;

/// <summary>A receiver in a process of its own, on a port that it keeps over its deaths.</summary>
internal sealed class ReceiverProgram(string secret, params string[] arguments) : IDisposable
{
    private Process? _process;

    /// <summary>For a store that is a server: how to reach it.</summary>
    public string? Inbox { get; init; }

    /// <returns>The address on which it listens.</returns>
    public async Task<string> StartAsync()
    {
        ProcessStartInfo start = new(Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "HelpLightning.WebhookReceiver.exe" : "HelpLightning.WebhookReceiver"), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["HL_WEBHOOK_SECRET"] = secret, ["HL_WEBHOOK_INBOX"] = Inbox },
        };
        _process?.Dispose();
        _process = Process.Start(start)!;
        Task<string> errors = _process.StandardError.ReadToEndAsync();
        return await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) ?? throw new InvalidOperationException(await errors);
    }

    /// <summary>As a loss of power would: nothing is told to it.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process?.Dispose();
    }
}
