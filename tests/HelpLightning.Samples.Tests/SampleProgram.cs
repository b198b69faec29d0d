using System.Diagnostics;
using System.Text;

namespace HelpLightning.Samples.Tests;

/// <summary>A built sample, run as a user does. Its output is kept as it comes.</summary>
internal sealed class SampleProgram : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();

    /// <summary>Counts the lines, so that somebody can wait for the next one.</summary>
    private readonly SemaphoreSlim _lines = new(0);

    private SampleProgram(Process process) => _process = process;

    public string Output => Read(_output);

    public string Error => Read(_error);

    public static SampleProgram Start(string name, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        // artifacts/bin/THIS/debug/ becomes artifacts/bin/NAME/debug/
        DirectoryInfo here = new(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        string folder = Path.Combine(here.Parent!.Parent!.FullName, name, here.Name);
        ProcessStartInfo start = new(Path.Combine(folder, OperatingSystem.IsWindows() ? $"{name}.exe" : name), arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string variable in start.Environment.Keys.Where(static k => k.StartsWith("HL_", StringComparison.Ordinal) || k.StartsWith("HelpLightning", StringComparison.Ordinal) || k.EndsWith("_proxy", StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            start.Environment.Remove(variable);
        }

        foreach ((string variable, string value) in environment)
        {
            start.Environment[variable] = value;
        }

        SampleProgram program = new(new Process { StartInfo = start });
        program._process.OutputDataReceived += (_, e) => program.Keep(program._output, e.Data);
        program._process.ErrorDataReceived += (_, e) => program.Keep(program._error, e.Data);
        program._process.Start();
        program._process.BeginOutputReadLine();
        program._process.BeginErrorReadLine();
        return program;
    }

    /// <summary>Waits for a line of the output that holds a text, and returns what follows the text.</summary>
    public async Task<string> WaitForAsync(string text)
    {
        using CancellationTokenSource patience = new(Patience);
        while (true)
        {
            // Looked at first: what it has said comes a moment after its end.
            bool hasEnded = _process.HasExited;
            if (hasEnded)
            {
                await _process.WaitForExitAsync(patience.Token);
            }

            foreach (string line in Output.Split('\n'))
            {
                int at = line.IndexOf(text, StringComparison.Ordinal);
                if (at >= 0)
                {
                    return line[(at + text.Length)..].Trim();
                }
            }

            Assert.False(hasEnded, $"It ended before it said \"{text}\":\n{Output}\n{Error}");
            await _lines.WaitAsync(patience.Token);
        }
    }

    public async Task<int> ExitCodeAsync()
    {
        using CancellationTokenSource patience = new(Patience);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    /// <summary>What Ctrl-C sends.</summary>
    public void PressControlC() => Signals.Interrupt(_process);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        _lines.Dispose();
    }

    private static string Read(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString();
        }
    }

    /// <summary>A null line is the end, which also wakes those who wait.</summary>
    private void Keep(StringBuilder text, string? line)
    {
        lock (text)
        {
            text.Append(line).Append('\n');
        }

        _lines.Release();
    }
}
