using System.Text;
using HelpLightning.PartnerKeys;

namespace HelpLightning.Aspire.Hosting;

/// <summary>
/// A folder of this user alone (0700), made when it is first needed, for what projects read from a file: a path can be seen in
/// the dashboard, a secret cannot.
/// </summary>
internal sealed class SecretFolder : IDisposable
{
    private readonly Lock _lock = new();
    private DirectoryInfo? _folder;
    private bool _isDisposed;

    public string WriteKey(PartnerKey key, string name)
    {
        string path = PathTo(name);
        key.WritePemFile(path);
        return path;
    }

    public string WriteSecret(string secret, string name)
    {
        lock (_lock)
        {
            // The same one each time: a project is asked for its environment more than once, at each restart of it.
            string path = PathTo(name);
            if (!File.Exists(path))
            {
                FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
                if (!OperatingSystem.IsWindows())
                {
                    options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
                }

                using FileStream file = new(path, options);
                file.Write(Encoding.UTF8.GetBytes(secret));
            }

            return path;
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _folder?.Delete(recursive: true);
            _folder = null;
        }
    }

    private string PathTo(string name)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            _folder ??= Directory.CreateTempSubdirectory("hl-aspire-");
            return Path.Combine(_folder.FullName, name);
        }
    }
}
