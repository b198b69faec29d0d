using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace HelpLightning.Webhooks.Sqlite.Storage;

/// <summary>What SQLite's codes mean to an inbox: https://www.sqlite.org/rescode.html.</summary>
internal static class StoreFault
{
    /// <summary>False when the fault is with one event, so that others can be stored.</summary>
    public static bool IsOfStore(SqliteException error) =>
        error.SqliteErrorCode is not (raw.SQLITE_TOOBIG or raw.SQLITE_CONSTRAINT or raw.SQLITE_MISMATCH or raw.SQLITE_RANGE);

    public static string Tell(SqliteException error) => error.SqliteErrorCode switch
    {
        raw.SQLITE_FULL => "The disk of the inbox is full. Make room: events are refused until there is.",
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED =>
            "The inbox is being changed by another program, such as a backup, that does not let go of it.",
        raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_AUTH =>
            "The inbox cannot be written. Look at the permissions of its file and its folder.",
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB =>
            "The file of the inbox is damaged, or no inbox. Put it aside, and look at it with sqlite3's .recover.",
        raw.SQLITE_CANTOPEN => "The file of the inbox cannot be opened. Look at its folder and its permissions.",
        raw.SQLITE_IOERR => $"The disk of the inbox fails (SQLite error {error.SqliteExtendedErrorCode}).",
        _ => $"The inbox fails: {error.Message}",
    };
}
