using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;
using HelpLightning.Cli.Exit;
using HelpLightning.Files;

namespace HelpLightning.Cli.SigningProxy;

/// <summary>
/// A Unix socket that nobody else could open at any moment: it is made in a folder that only this user may enter, and comes to its name
/// when its mode is 0600. What another run left there is replaced; a socket at which somebody listens is not.
/// </summary>
internal sealed class PrivateSocket : IDisposable
{
    /// <summary>sun_path holds 108 bytes on Linux, 104 on macOS, the last of them 0.</summary>
    private const int LongestPath = 103;

    private readonly string _path;
    private readonly string _folder;
    private bool _isOpen;

    public PrivateSocket(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            throw CommandException.Usage("--unix-socket is for Unix: on Windows listen on 127.0.0.1.");
        }

        _path = Path.GetFullPath(path);

        // Where others may write too, as in /tmp, a name that could be guessed could be there already, as a folder of theirs.
        _folder = Path.Combine(Path.GetDirectoryName(_path) ?? "/", $".hl-{RandomNumberGenerator.GetHexString(12, lowercase: true)}");
        int tooLong = Math.Max(Encoding.UTF8.GetByteCount(_path), Encoding.UTF8.GetByteCount(BirthPath)) - LongestPath;
        if (tooLong > 0)
        {
            throw CommandException.Usage(
                $"The path of --unix-socket is {tooLong} bytes longer than a socket's may be: choose a folder with a shorter one, "
                + "such as /run.");
        }

        RequireFree();
        MakeFolder();
    }

    /// <summary>Where the server makes it.</summary>
    public string BirthPath => Path.Combine(_folder, "s");

    /// <summary>Gives it its mode and its name; to be called once the server listens.</summary>
    [UnsupportedOSPlatform("windows")]
    public void Open()
    {
        File.SetUnixFileMode(BirthPath, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.Move(BirthPath, _path, overwrite: true);
        Directory.Delete(_folder);
        _isOpen = true;
    }

    public void Dispose()
    {
        if (_isOpen)
        {
            File.Delete(_path);
        }

        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private void RequireFree()
    {
        try
        {
            FileKind kind = FileStatus.Of(_path).Kind;
            if (kind is not (FileKind.Missing or FileKind.Socket))
            {
                throw CommandException.Configuration($"{_path} is there already and is no socket: choose another name.");
            }

            if (kind is FileKind.Socket && IsListenedAt(_path))
            {
                throw CommandException.Configuration($"Somebody listens at {_path} already: stop that program, or choose another name.");
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CommandException.Configuration(e.Message);
        }
    }

    private static bool IsListenedAt(string path)
    {
        using Socket probe = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(path));
            return true;
        }
        catch (SocketException e)
        {
            // Nobody answers at what a killed run has left. Anything else, such as a socket that may not be opened, is somebody's.
            return e.SocketErrorCode is not (SocketError.ConnectionRefused or SocketError.AddressNotAvailable);
        }
    }

    private void MakeFolder()
    {
        try
        {
            // What is made on the way would have another mode, and stay.
            if (!Directory.Exists(Path.GetDirectoryName(_folder)))
            {
                throw new DirectoryNotFoundException();
            }

            if (!OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CommandException.Configuration(
                $"A socket cannot be made at {_path}: check that the folder is there and that you may write in it.");
        }
    }
}
