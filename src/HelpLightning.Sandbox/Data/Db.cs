using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace HelpLightning.Sandbox.Data;

/// <summary>One connection with its prepared statements. One thread uses it at a time.</summary>
internal sealed class Db : IDisposable
{
    /// <summary>For another process that has the same file open.</summary>
    private const int BusyTimeoutInMilliseconds = 30_000;

    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, Statement> _statements = [];
    private readonly List<Action> _afterCommit = [];

    public Db(string connectionString)
    {
        _connection = new SqliteConnection(connectionString);
        _connection.Open();
        _ = raw.sqlite3_busy_timeout(Handle, BusyTimeoutInMilliseconds);
    }

    private sqlite3 Handle => _connection.Handle!;

    /// <summary>Asks for rows; parameters are <c>?1</c>, <c>?2</c> and so on.</summary>
    public Rows Query(string sql, params ReadOnlySpan<SqlValue> values)
    {
        Statement statement = Prepare(sql);
        if (statement.IsBusy)
        {
            throw new InvalidOperationException($"The rows of this query are still being read: {sql}");
        }

        statement.Bind(values);
        statement.IsBusy = true;
        return new Rows(statement);
    }

    /// <summary>Changes rows and tells how many.</summary>
    public int Run(string sql, params ReadOnlySpan<SqlValue> values)
    {
        using Rows rows = Query(sql, values);
        while (rows.Next())
        {
        }

        return raw.sqlite3_changes(Handle);
    }

    /// <summary>Inserts a row and returns its id.</summary>
    public long Insert(string sql, params ReadOnlySpan<SqlValue> values)
    {
        Run(sql, values);
        return raw.sqlite3_last_insert_rowid(Handle);
    }

    /// <summary>The number in the first column of the first row; null when there is no row, or null in it.</summary>
    public long? FindNumber(string sql, params ReadOnlySpan<SqlValue> values)
    {
        using Rows rows = Query(sql, values);
        return rows.Next() && !rows.IsNull(0) ? rows.Number(0) : null;
    }

    public long Number(string sql, params ReadOnlySpan<SqlValue> values) => FindNumber(sql, values) ?? 0;

    public bool Exists(string sql, params ReadOnlySpan<SqlValue> values)
    {
        using Rows rows = Query(sql, values);
        return rows.Next();
    }

    public string? FindText(string sql, params ReadOnlySpan<SqlValue> values)
    {
        using Rows rows = Query(sql, values);
        return rows.Next() && !rows.IsNull(0) ? rows.Text(0) : null;
    }

    public List<long> Numbers(string sql, params ReadOnlySpan<SqlValue> values)
    {
        using Rows rows = Query(sql, values);
        List<long> numbers = [];
        while (rows.Next())
        {
            numbers.Add(rows.Number(0));
        }

        return numbers;
    }

    public List<string> Texts(string sql, params ReadOnlySpan<SqlValue> values)
    {
        using Rows rows = Query(sql, values);
        List<string> texts = [];
        while (rows.Next())
        {
            texts.Add(rows.Text(0));
        }

        return texts;
    }

    /// <summary>Runs several statements without parameters.</summary>
    public void Script(string sql)
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>
    /// What to do once the transaction has been committed, in the order of the commits. It still holds the right to write, so
    /// it must be short and must not use the database.
    /// </summary>
    public void AfterCommit(Action action) => _afterCommit.Add(action);

    /// <summary>All of the work or none of it.</summary>
    public T Transact<T>(Func<Db, T> work)
    {
        Run("BEGIN IMMEDIATE");
        T result;
        try
        {
            result = work(this);
            Run("COMMIT");
        }
        catch
        {
            _afterCommit.Clear();
            if (raw.sqlite3_get_autocommit(Handle) == 0)
            {
                Run("ROLLBACK");
            }

            throw;
        }

        Action[] actions = [.. _afterCommit];
        _afterCommit.Clear();
        foreach (Action action in actions)
        {
            action();
        }

        return result;
    }

    /// <summary>All queries of the work see the database as it is at one moment.</summary>
    public T ReadAt<T>(Func<Db, T> work)
    {
        Run("BEGIN");
        try
        {
            return work(this);
        }
        finally
        {
            Run("COMMIT");
        }
    }

    public void Dispose()
    {
        foreach (Statement statement in _statements.Values)
        {
            statement.Dispose();
        }

        _connection.Dispose();
    }

    private Statement Prepare(string sql)
    {
        if (!_statements.TryGetValue(sql, out Statement? statement))
        {
            statement = new Statement(Handle, sql);
            _statements.Add(sql, statement);
        }

        return statement;
    }
}
