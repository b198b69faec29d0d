using System.Threading.Channels;
using HelpLightning.Cli.Hosting;
using HelpLightning.Proxy;

namespace HelpLightning.Cli.SigningProxy;

/// <summary>
/// A line for each request, for who watches. A terminal that is slow, or was stopped with Ctrl-S, holds no request up: lines are left out.
/// </summary>
internal sealed class TerminalLines : IAsyncDisposable
{
    private readonly Host _host;
    private readonly Channel<ProxyAccess> _lines =
        Channel.CreateBounded<ProxyAccess>(new BoundedChannelOptions(256) { SingleReader = true });
    private readonly Task _writing;
    private long _leftOut;

    public TerminalLines(Host host)
    {
        _host = host;
        _writing = Task.Run(WriteAsync);
    }

    public void Write(ProxyAccess access)
    {
        if (!_lines.Writer.TryWrite(access))
        {
            Interlocked.Increment(ref _leftOut);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _lines.Writer.Complete();
        await _writing;
    }

    private async Task WriteAsync()
    {
        await foreach (ProxyAccess access in _lines.Reader.ReadAllAsync())
        {
            if (Interlocked.Exchange(ref _leftOut, 0) is > 0 and long more)
            {
                _host.Screen.Note($"({more} more)");
            }

            _host.Screen.Error.WriteLine(AccessLine.Format(access, _host.Screen.ErrorHasColor));
        }
    }
}
