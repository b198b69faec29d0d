using System.Globalization;

namespace HelpLightning.Cli.Terminal;

/// <summary>A count on standard error that is rewritten in place, for anything that takes over a second; none when it is no terminal.</summary>
internal sealed class ProgressLine(Screen screen) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    private readonly long _start = TimeProvider.System.GetTimestamp();
    private long _shown;

    public void Show(int count)
    {
        if (!screen.ProgressIsWanted || !Screen.ErrorIsTerminal || Screen.OutIsTerminal || TimeProvider.System.GetElapsedTime(_start) < Patience
            || (_shown != 0 && TimeProvider.System.GetElapsedTime(_shown) < Pace))
        {
            return;
        }

        _shown = TimeProvider.System.GetTimestamp();
        screen.Error.Write(string.Create(CultureInfo.InvariantCulture, $"\r{count:N0} rows"));
    }

    public void Dispose()
    {
        if (_shown != 0)
        {
            screen.Error.Write("\r\u001b[K");
        }
    }
}
