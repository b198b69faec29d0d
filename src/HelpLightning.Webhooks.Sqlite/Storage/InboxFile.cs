using Microsoft.Data.Sqlite;

namespace HelpLightning.Webhooks.Sqlite.Storage;

/// <summary>The file, and the lock by which one process alone receives into it.</summary>
internal sealed class InboxFile : IDisposable
{
    private readonly FileStream? _lock;

    private InboxFile(SqliteConnection connection, FileStream? heldLock)
    {
        Connection = connection;
        _lock = heldLock;
    }

    public SqliteConnection Connection { get; }

    public static InboxFile InMemory() => new(Connect(":memory:", SqliteOpenMode.Memory), heldLock: null);

    /// <summary>Made when it is not there, its owner's alone. Held until it is disposed of.</summary>
    /// <exception cref="InboxUnavailableException">Another process receives into it.</exception>
    public static InboxFile Receive(string path)
    {
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
        }

        FileStream held = Hold(path);
        try
        {
            Create(path);
            return new InboxFile(Connect(path, SqliteOpenMode.ReadWrite), held);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>To look at it and to change what is in it, whether somebody receives into it or not.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    public static InboxFile Administer(string path) => File.Exists(path)
        ? new InboxFile(Connect(path, SqliteOpenMode.ReadWrite), heldLock: null)
        : throw new FileNotFoundException($"There is no inbox '{path}'.", path);

    public void Dispose()
    {
        Connection.Dispose();
        _lock?.Dispose();
    }

    private static FileStream Hold(string path)
    {
        try
        {
            return new FileStream(path + ".lock", OwnersAlone(FileMode.OpenOrCreate, FileAccess.ReadWrite));
        }
        catch (IOException e) when (e is not (DirectoryNotFoundException or FileNotFoundException))
        {
            throw new InboxUnavailableException(
                $"Another process receives into '{path}'. A SQLite inbox is for one receiver; use PostgreSQL for several.", e);
        }
    }

    /// <summary>SQLite gives the files beside it the same mode, and would make this one readable by all.</summary>
    private static void Create(string path)
    {
        if (!File.Exists(path))
        {
            using FileStream made = new(path, OwnersAlone(FileMode.OpenOrCreate, FileAccess.ReadWrite));
        }
    }

    private static FileStreamOptions OwnersAlone(FileMode mode, FileAccess access)
    {
        FileStreamOptions options = new() { Mode = mode, Access = access, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    private static SqliteConnection Connect(string path, SqliteOpenMode mode)
    {
        SqliteConnection connection = new(
            new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false, DefaultTimeout = 5 }.ToString());
        try
        {
            connection.Open();

            // A larger log is carried over less often, and 16 MiB of cache hold more than the pages that are written to.
            Schema.Run(
                connection,
                "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000; "
                + "PRAGMA cache_size = -16384; PRAGMA temp_store = MEMORY;");
            Schema.Prepare(connection);
            return connection;
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw new InboxUnavailableException($"'{path}' cannot be opened as an inbox. {StoreFault.Tell(e)}", e);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
