using System.Globalization;
using HelpLightning.Cli.Hosting;

namespace HelpLightning.Cli.Progress;

/// <summary>How many rows there are so far; not where the rows themselves scroll by.</summary>
internal sealed class ProgressLine(Host host) : IDisposable
{
    private readonly StatusLine _line = new(host);

    public void Show(int count)
    {
        if (!host.Screen.OutIsTerminal)
        {
            _line.Show(() => string.Create(CultureInfo.InvariantCulture, $"{count:N0} rows"));
        }
    }

    public void Dispose() => _line.Dispose();
}
