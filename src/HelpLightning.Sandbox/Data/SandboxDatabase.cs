using System.Collections.Concurrent;

namespace HelpLightning.Sandbox.Data;

/// <summary>
/// The sandbox's SQLite database, in a file or in memory. Many read at a time and one writes, a transaction for each
/// request; whoever has written is seen by whoever reads next.
/// </summary>
internal sealed class SandboxDatabase : IDisposable
{
    private readonly string _connectionString;
    private readonly bool _isInMemory;
    private readonly ConcurrentBag<Db> _idle = [];

    /// <summary>A file in WAL mode is read while it is written; a database in memory is not.</summary>
    private readonly ReaderWriterLockSlim _access = new();
    private readonly Lock _writing = new();
    private long _version;

    private readonly DataFileLock? _lock;

    /// <param name="connectionString">Opens another connection.</param>
    /// <param name="first">A connection that stays open to the end: it keeps a database in memory alive.</param>
    /// <param name="tokenSecret">What the sandbox signs the tokens with that it issues.</param>
    /// <param name="dataFileLock">Keeps others away from the file; null in memory.</param>
    public SandboxDatabase(string connectionString, Db first, byte[] tokenSecret, DataFileLock? dataFileLock)
    {
        _connectionString = connectionString;
        _isInMemory = dataFileLock is null;
        _idle.Add(first);
        _lock = dataFileLock;
        TokenSecret = tokenSecret;
    }

    /// <summary>Grows with every write, after it is committed and before it is answered.</summary>
    public long Version => Interlocked.Read(ref _version);

    /// <summary>What the sandbox signs the tokens with that it issues.</summary>
    public byte[] TokenSecret { get; }

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
}
