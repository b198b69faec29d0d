using System.Globalization;
using System.Net.Sockets;
using System.Runtime.Versioning;
using HelpLightning.Cli.Exit;

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
        _path = Path.GetFullPath(path);
        _folder = Path.Combine(Path.GetDirectoryName(_path) ?? "/", string.Create(CultureInfo.InvariantCulture, $".hl-{Environment.ProcessId}"));
        if (OperatingSystem.IsWindows())
        {
            throw CommandException.Usage("--unix-socket is for Unix: on Windows listen on 127.0.0.1.");
        }

        if (BirthPath.Length > LongestPath)
        {
            throw CommandException.Usage($"A socket's path has at most {LongestPath - 20} characters; this one has {_path.Length}: {_path}");
        }

        if (File.Exists(_path) && IsListenedAt(_path))
        {
            throw CommandException.Configuration($"Somebody listens at {_path} already: stop that program, or choose another name.");
        }

        if (Directory.Exists(_path) || (File.Exists(_path) && !IsSocket(_path)))
        {
            throw CommandException.Configuration($"{_path} is there already and is no socket: choose another name.");
        }

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

    /// <summary>Of what is there and can be opened by nobody: to open a socket as a file fails with ENXIO.</summary>
    private static bool IsSocket(string path)
    {
        try
        {
            File.OpenHandle(path).Dispose();
            return false;
        }
        catch (IOException)
        {
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
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
        catch (SocketException)
        {
            return false;
        }
    }

    private void MakeFolder()
    {
        try
        {
            if (!OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CommandException.Configuration($"A socket cannot be made at {_path}: check that the folder is there and that you may write in it.");
        }
    }
}
