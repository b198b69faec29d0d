using HelpLightning.Cli.Hosting;

namespace HelpLightning.Cli.Progress;

/// <summary>
/// A line on standard error that is rewritten in place, for anything that takes over a second; none when it is no terminal
/// or no progress is wanted. Safe for many threads.
/// </summary>
/// <param name="host">Whose standard error.</param>
/// <param name="isPatient">False for what is known to take long: shown at once.</param>
internal sealed class StatusLine(Host host, bool isPatient = true) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(200);

    private readonly Lock _lock = new();
    private readonly long _start = host.Clock.GetTimestamp();
    private long _shown;

    /// <param name="text">Asked for only when it is shown.</param>
    public void Show(Func<string> text)
    {
        if (!host.Screen.ProgressIsWanted || !host.Screen.ErrorIsTerminal)
        {
            return;
        }

        lock (_lock)
        {
            if ((isPatient && host.Clock.GetElapsedTime(_start) < Patience) || (_shown != 0 && host.Clock.GetElapsedTime(_shown) < Pace))
            {
                return;
            }

            _shown = host.Clock.GetTimestamp();
            string line = text();
            host.Screen.Error.Write($"\r\u001b[K{(line.Length < host.Screen.Width ? line : line[..(host.Screen.Width - 1)])}");
        }
    }

    public void Dispose() => Erase();

    /// <summary>Leaves an empty line for something that stays; what is shown next stands there again.</summary>
    public void Erase()
    {
        lock (_lock)
        {
            if (_shown != 0)
            {
                _shown = 0;
                host.Screen.Error.Write("\r\u001b[K");
            }
        }
    }
}
