using System.Globalization;

namespace HelpLightning.Cli.Terminal;

/// <summary>How many rows there are so far; not where the rows themselves scroll by.</summary>
internal sealed class ProgressLine(Screen screen) : IDisposable
{
    private readonly StatusLine _line = new(screen);

    public void Show(int count)
    {
        if (!Screen.OutIsTerminal)
        {
            _line.Show(() => string.Create(CultureInfo.InvariantCulture, $"{count:N0} rows"));
        }
    }

    public void Dispose() => _line.Dispose();
}
