using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace HelpLightning.Sandbox.Data;

/// <summary>
/// A prepared statement of one connection. It hands out text as the UTF-8 that the database holds, so that a list goes into
/// an answer without a string for each value.
/// </summary>
internal sealed class Statement : IDisposable
{
    private readonly sqlite3 _connection;
    private readonly sqlite3_stmt _handle;

    public Statement(sqlite3 connection, string sql)
    {
        _connection = connection;
        Check(raw.sqlite3_prepare_v3(connection, sql, raw.SQLITE_PREPARE_PERSISTENT, out _handle));
    }

    /// <summary>Whether somebody reads its rows at the moment.</summary>
    public bool IsBusy { get; set; }

    public void Bind(ReadOnlySpan<SqlValue> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            Check(Bind(i + 1, values[i]));
        }
    }

    /// <summary>Goes to the next row; false at the end.</summary>
    public bool Step()
    {
        int code = raw.sqlite3_step(_handle);
        if (code is raw.SQLITE_ROW or raw.SQLITE_DONE)
        {
            return code == raw.SQLITE_ROW;
        }

        Check(code);
        return false;
    }

    public void Reset() => _ = raw.sqlite3_reset(_handle);

    public bool IsNull(int column) => raw.sqlite3_column_type(_handle, column) == raw.SQLITE_NULL;

    public long Number(int column) => raw.sqlite3_column_int64(_handle, column);

    public string Text(int column) => raw.sqlite3_column_text(_handle, column).utf8_to_string() ?? "";

    /// <summary>Good until the next step.</summary>
    public ReadOnlySpan<byte> Utf8(int column) => raw.sqlite3_column_blob(_handle, column);

    public void Dispose() => _handle.Dispose();

    private int Bind(int index, in SqlValue value) => value.Type switch
    {
        SqlValue.Kind.Number => raw.sqlite3_bind_int64(_handle, index, value.Number),
        SqlValue.Kind.Text => raw.sqlite3_bind_text(_handle, index, (string)value.Reference!),
        SqlValue.Kind.Blob => raw.sqlite3_bind_blob(_handle, index, (byte[])value.Reference!),
        _ => raw.sqlite3_bind_null(_handle, index),
    };

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
        {
            throw new SqliteException(raw.sqlite3_errmsg(_connection).utf8_to_string(), code, raw.sqlite3_extended_errcode(_connection));
        }
    }
}
