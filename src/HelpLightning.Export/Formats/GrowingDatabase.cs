using System.Text.Json;
using HelpLightning.Export.Runs;
using HelpLightning.Export.Tables;
using HelpLightning.Files;
using Microsoft.Data.Sqlite;

namespace HelpLightning.Export.Formats;

/// <summary>
/// A database that run after run adds to, with the state of the run in it, so that one transaction makes rows and state safe. Only one run
/// at a time works at it; whoever reads it meanwhile sees the last batch that was committed.
/// </summary>
internal sealed class GrowingDatabase : IDisposable
{
    private readonly string _path;
    private readonly ExportTables _tables;
    private readonly FileStream _lock;
    private SqliteConnection? _connection;

    private GrowingDatabase(string path, ExportTables tables, FileStream @lock)
    {
        _path = path;
        _tables = tables;
        _lock = @lock;
    }

    /// <summary>What was finished last; null for nothing.</summary>
    public LastRun? LastRun => Read("last_run") is { } json ? JsonSerializer.Deserialize(json, ExportJson.Default.LastRun) : null;

    /// <summary>What was broken off; null for nothing.</summary>
    public ExportJob? Job => Read("job") is { } json ? JsonSerializer.Deserialize(json, ExportJson.Default.ExportJob) : null;

    /// <summary>Looks at the file without making one.</summary>
    /// <exception cref="ExportException">It is something else, of a newer version, or another run is at it.</exception>
    public static GrowingDatabase Open(string path, ExportTables tables)
    {
        GrowingDatabase database = new(path, tables, Lock(path));
        try
        {
            if (GrowingSchema.Exists(path))
            {
                database._connection = Connect(path);
            }

            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Begins a run. What another left unfinished is in the tables, and this one goes over it.</summary>
    public void Begin(ExportJob job)
    {
        if (_connection is null)
        {
            if (!File.Exists(_path))
            {
                DurableFile.Create(_path).Dispose();
            }

            _connection = Make();
        }

        using SqliteTransaction transaction = _connection.BeginTransaction();
        _connection.Run(
            "UPDATE hl_state SET job = $job, checkpoint = NULL",
            ("$job", JsonSerializer.Serialize(job, ExportJson.Default.ExportJob)));
        _connection.Run(
            "INSERT INTO runs (number, started_at, since) SELECT COALESCE(MAX(number), 0) + 1, $started, $since FROM runs",
            ("$started", Cell.TimeText(job.Started)), ("$since", job.Since is { } since ? Cell.TimeText(since) : null));
        transaction.Commit();
    }

    /// <summary>Where the rows of the run go. Not before it was begun.</summary>
    public GrowingStore OpenStore(ExportJob job) => new(_connection!, _tables, job, _connection!.Number("SELECT MAX(number) FROM runs"));

    public void Dispose()
    {
        _connection?.Dispose();
        _lock.Dispose();
    }

    /// <summary>Not yet with a log, so that what the file is stands in it as soon as it is something.</summary>
    private SqliteConnection Make()
    {
        using (SqliteConnection connection = GrowingSchema.Connect(_path, SqliteOpenMode.ReadWrite))
        {
            if (GrowingSchema.HasTables(connection))
            {
                throw GrowingSchema.OfSomethingElse(_path);
            }

            connection.Run("PRAGMA journal_mode = DELETE");
            using SqliteTransaction transaction = connection.BeginTransaction();
            GrowingSchema.Create(connection, _tables);
            transaction.Commit();
        }

        return Connect(_path);
    }

    private static SqliteConnection Connect(string path)
    {
        SqliteConnection connection = GrowingSchema.Connect(path, SqliteOpenMode.ReadWrite);
        connection.Run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
        return connection;
    }

    private static FileStream Lock(string path)
    {
        string file = path + ".lock";
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException e) when (File.Exists(file))
        {
            throw new ExportException($"Another export into '{path}' is running. Wait for it, or name another file.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ExportException($"'{path}' cannot be written: {e.Message} Name a file in a folder that you may write to.", e);
        }
    }

    private string? Read(string column) => _connection?.Text($"SELECT {column} FROM hl_state");
}
