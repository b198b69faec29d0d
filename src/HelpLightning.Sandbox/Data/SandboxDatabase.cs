using System.Collections.Concurrent;
using System.Security.Cryptography;
using HelpLightning.Sandbox.Seeding;
using HelpLightning.Sandbox.Webhooks;
using Microsoft.Data.Sqlite;

namespace HelpLightning.Sandbox.Data;

/// <summary>
/// The sandbox's SQLite database, in a file or in memory. Many read at a time and one writes, a transaction for each
/// request; whoever has written is seen by whoever reads next.
/// </summary>
internal sealed class SandboxDatabase : IDisposable
{
    /// <summary>"HLsb" in ASCII, so that a file of another program is not mistaken for ours.</summary>
    private const int ApplicationId = 0x484c7362;

    private readonly string _connectionString;
    private readonly bool _isInMemory;
    private readonly ConcurrentBag<Db> _idle = [];

    /// <summary>A file in WAL mode is read while it is written; a database in memory is not.</summary>
    private readonly ReaderWriterLockSlim _access = new();
    private readonly Lock _writing = new();
    private long _version;

    private readonly DataFileLock? _lock;

    private SandboxDatabase(string connectionString, DataFileLock? dataFileLock)
    {
        _connectionString = connectionString;
        _isInMemory = dataFileLock is null;
        _lock = dataFileLock;
    }

    /// <summary>Grows with every write, after it is committed and before it is answered.</summary>
    public long Version => Interlocked.Read(ref _version);

    /// <summary>What the sandbox signs the tokens with that it issues.</summary>
    public byte[] TokenSecret { get; private set; } = [];

    public static SandboxDatabase Open(HelpLightningSandboxOptions options)
    {
        // The memdb VFS lets the connections of one process share a database in memory by its name.
        string? file = options.DataFile is null ? null : Resolve(options.DataFile);
        string source = file ?? $"file:/hl-sandbox-{Guid.NewGuid():N}?vfs=memdb";
        string connectionString = new SqliteConnectionStringBuilder { DataSource = source, DefaultTimeout = 30, Pooling = false }.ToString();
        SandboxDatabase database = new(connectionString, file is null ? null : DataFileLock.Take(file));
        try
        {
            if (file is not null)
            {
                OwnersOnly.Create(file);
            }

            // The first connection stays open to the end: it keeps a database in memory alive.
            Db db = new(connectionString);
            database._idle.Add(db);
            database.Prepare(db, options, file);
            return database;
        }
        catch (SqliteException e)
        {
            database.Dispose();
            throw e.SqliteErrorCode == SQLitePCL.raw.SQLITE_NOTADB
                ? NotOurs(options)
                : new IOException((DataFileTrouble.Of(e) ?? DataFileTrouble.Damaged).About(options.DataFile), e);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Reads. The work may write an answer, and must not wait.</summary>
    public T Read<T>(Func<Db, T> work)
    {
        if (!_isInMemory)
        {
            return Use(db => db.ReadAt(work));
        }

        _access.EnterReadLock();
        try
        {
            return Use(work);
        }
        finally
        {
            _access.ExitReadLock();
        }
    }

    /// <summary>Writes in one transaction: all of the work or, when it throws, none of it.</summary>
    public T Write<T>(Func<Db, T> work)
    {
        lock (_writing)
        {
            if (!_isInMemory)
            {
                return Commit(work);
            }

            _access.EnterWriteLock();
            try
            {
                return Commit(work);
            }
            finally
            {
                _access.ExitWriteLock();
            }
        }
    }

    public void Write(Action<Db> work) => Write(db =>
    {
        work(db);
        return true;
    });

    public void Dispose()
    {
        while (_idle.TryTake(out Db? db))
        {
            db.Dispose();
        }

        _access.Dispose();
        _lock?.Dispose();
    }

    /// <summary>A link stands for its file: the lock lies beside that, whichever way it is named.</summary>
    private static string Resolve(string file)
    {
        string path = Path.GetFullPath(file);
        try
        {
            return new FileInfo(path).LinkTarget is null ? path : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException(DataFileTrouble.Unopened.About(file), e);
        }
    }

    private static InvalidOperationException NotOurs(HelpLightningSandboxOptions options) =>
        new($"'{options.DataFile}' is a file of another program, or damaged from its first bytes on. Give a new file name, or one that a sandbox has written.");

    private T Commit<T>(Func<Db, T> work)
    {
        T result = Use(db => db.Transact(work));
        Interlocked.Increment(ref _version);
        return result;
    }

    private T Use<T>(Func<Db, T> work)
    {
        if (!_idle.TryTake(out Db? db))
        {
            db = new Db(_connectionString);
        }

        try
        {
            return work(db);
        }
        finally
        {
            _idle.Add(db);
        }
    }

    private void Prepare(Db db, HelpLightningSandboxOptions options, string? file)
    {
        long applicationId = db.Number("PRAGMA application_id");
        long version = db.Number("PRAGMA user_version");
        bool isNew = db.Number("SELECT count(*) FROM sqlite_schema") == 0;
        if (!isNew && applicationId != ApplicationId)
        {
            throw NotOurs(options);
        }

        if (version > Schema.Version)
        {
            throw new InvalidOperationException(
                $"'{options.DataFile}' was written by a newer sandbox (version {version}, this one knows {Schema.Version}). Update hl, or give a new file name.");
        }

        if (isNew)
        {
            // Alone and first, so that a file that was there, but empty, is one of ours and narrowed before the secret is in it.
            db.Script($"PRAGMA application_id = {ApplicationId}");
        }

        if (file is not null)
        {
            OwnersOnly.Narrow(file);
        }

        if (isNew)
        {
            Fill(db, options);
        }
        else if (version < Schema.Version)
        {
            db.Transact(inside => Migration.Run(inside, version, options));
        }

        // A new file is filled without it: one journal of new pages is cheaper than writing all of them twice.
        if (!_isInMemory)
        {
            db.Script("PRAGMA journal_mode = WAL");
        }

        long site = db.Number("SELECT id FROM sites WHERE parent_id IS NULL AND id > 0");
        if (site != options.SiteId.Value)
        {
            throw new InvalidOperationException($"'{options.DataFile}' holds site {site}, not {options.SiteId}. Start it with that site id, or give a new file name.");
        }

        using Rows rows = db.Query("SELECT value FROM secrets WHERE name = 'token'");
        TokenSecret = rows.Next() ? rows.Utf8(0).ToArray() : throw new IOException(DataFileTrouble.Damaged.About(options.DataFile));
    }

    /// <summary>Every table, filled as the options say.</summary>
    public static void Make(Db db, HelpLightningSandboxOptions options, Action addSecrets)
    {
        db.Script(Schema.Tables);
        db.Script(WebhookSchema.Sql);
        addSecrets();
        Seeder.Fill(db, options);
        db.Script(Schema.Indexes);
    }

    /// <summary>All or nothing: a sandbox killed while it seeds leaves an empty file, which the next one fills.</summary>
    private static void Fill(Db db, HelpLightningSandboxOptions options) => db.Transact(inside =>
    {
        Make(inside, options, () => inside.Run("INSERT INTO secrets (name, value) VALUES ('token', ?1)", RandomNumberGenerator.GetBytes(32)));
        inside.Script($"PRAGMA user_version = {Schema.Version}");
        return true;
    });
}
