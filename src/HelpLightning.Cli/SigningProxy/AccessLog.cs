using System.Buffers;
using System.Text.Json;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Hosting;
using HelpLightning.Proxy;

namespace HelpLightning.Cli.SigningProxy;

/// <summary>
/// A line of JSON for each request, at the end of a file or on standard output, a fifth of a second late at most. A file that was moved
/// away is made anew. What the disk does not take is lost, which is said: a full disk must not stop callers.
/// </summary>
internal sealed class AccessLog : IDisposable
{
    private const int BufferSize = 64 * 1024;

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(200);

    private readonly Host _host;
    private readonly string? _path;
    private readonly Lock _writing = new();
    private readonly ArrayBufferWriter<byte> _buffer = new(BufferSize);
    private readonly Utf8JsonWriter _json;
    private readonly ITimer _timer;
    private Stream _stream;
    private bool _isBroken;

    private AccessLog(Host host, string? path, Stream stream)
    {
        _host = host;
        _path = path;
        _stream = stream;
        _json = new Utf8JsonWriter(_buffer);
        _timer = host.Clock.CreateTimer(_ => Flush(), null, Pace, Pace);
    }

    /// <param name="host">The clock, and standard output.</param>
    /// <param name="file">As it was typed; <c>-</c> for standard output.</param>
    public static AccessLog Open(Host host, string file)
    {
        if (file == "-")
        {
            return new AccessLog(host, path: null, host.OpenOutput());
        }

        string path = host.PathTo(file);
        try
        {
            return new AccessLog(host, path, OpenFile(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CommandException.Configuration(
                $"The access log '{file}' cannot be written: check that its folder is there and that you may write in it.");
        }
    }

    public void Write(ProxyAccess access)
    {
        lock (_writing)
        {
            _json.WriteStartObject();
            _json.WriteString("at"u8, access.At.UtcDateTime);
            _json.WriteString("method"u8, access.Method);
            _json.WriteString("path"u8, access.Path);
            _json.WriteNumber("status"u8, access.Status);
            _json.WriteNumber("ms"u8, Math.Round(access.Elapsed.TotalMilliseconds, 3));
            Text("site"u8, access.Site);
            Text("caller"u8, access.Caller);
            Text("rule"u8, access.Rule);
            Text("acts_as"u8, access.ActsAs);
            Text("token_id"u8, access.TokenId);
            Text("answered_by"u8, access.AnsweredBy);
            _json.WriteEndObject();
            _json.Flush();
            _buffer.Write("\n"u8);
            _json.Reset();
            if (_buffer.WrittenCount > BufferSize / 2)
            {
                Empty();
            }
        }
    }

    public void Dispose()
    {
        _timer.Dispose();
        lock (_writing)
        {
            Empty();
            _json.Dispose();
            _stream.Dispose();
        }
    }

    private void Text(ReadOnlySpan<byte> name, string? value)
    {
        if (value is null)
        {
            _json.WriteNull(name);
        }
        else
        {
            _json.WriteString(name, value);
        }
    }

    private void Flush()
    {
        lock (_writing)
        {
            Empty();
        }
    }

    private void Empty()
    {
        if (_buffer.WrittenCount == 0)
        {
            return;
        }

        try
        {
            if (_path is not null && !File.Exists(_path))
            {
                _stream.Dispose();
                _stream = OpenFile(_path);
            }

            _stream.Write(_buffer.WrittenSpan);
            _stream.Flush();
            _isBroken = false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException or OutputClosedException)
        {
            if (!_isBroken)
            {
                _host.Screen.Warn("The access log cannot be written, and lines of it are lost: is the disk full?");
            }

            _isBroken = true;
        }

        _buffer.ResetWrittenCount();
    }

    /// <summary>Only for its owner: a log says who did what.</summary>
    private static FileStream OpenFile(string path)
    {
        FileStreamOptions options = new()
        {
            Mode = FileMode.Append,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
        }

        return new FileStream(path, options);
    }
}
