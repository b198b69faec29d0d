using System.Text;

namespace HelpLightning.Proxy.Tests;

/// <summary>Lines and bytes from a stream.</summary>
internal sealed class BufferedSocket(Stream stream)
{
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _begin;
    private int _end;

    /// <summary>A line without its end, in Latin-1; null at the end of the stream.</summary>
    public async Task<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        StringBuilder line = new();
        while (true)
        {
            if (_begin == _end && !await FillAsync(cancellationToken))
            {
                return line.Length == 0 ? null : line.ToString();
            }

            byte b = _buffer[_begin++];
            if (b == '\n')
            {
                return line is [.., '\r'] ? line.ToString(0, line.Length - 1) : line.ToString();
            }

            line.Append((char)b);
        }
    }

    public async Task CopyAsync(Stream target, int length, CancellationToken cancellationToken)
    {
        while (length > 0)
        {
            if (_begin == _end && !await FillAsync(cancellationToken))
            {
                throw new EndOfStreamException();
            }

            int part = Math.Min(length, _end - _begin);
            target.Write(_buffer, _begin, part);
            _begin += part;
            length -= part;
        }
    }

    public async Task CopyRestAsync(Stream target, CancellationToken cancellationToken)
    {
        do
        {
            target.Write(_buffer, _begin, _end - _begin);
            _begin = _end;
        }
        while (await FillAsync(cancellationToken));
    }

    private async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        (_begin, _end) = (0, await stream.ReadAsync(_buffer, cancellationToken));
        return _end > 0;
    }
}
