using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace HelpLightning.Sandbox.Data;

/// <summary>What SQLite says about the file and its disk, in words with the remedy. Every other code is a mistake of the sandbox.</summary>
/// <param name="Status">The HTTP status of a request that met it.</param>
/// <param name="Problem">What is the matter with the data file, to be put after its name: "is damaged".</param>
/// <param name="Remedy">What to do.</param>
internal sealed record DataFileTrouble(int Status, string Problem, string Remedy)
{
    private const int ServiceUnavailable = 503;
    private const int InsufficientStorage = 507;

    /// <summary>Null when the file and the disk are not to blame.</summary>
    public static DataFileTrouble? Of(SqliteException e) => e.SqliteErrorCode switch
    {
        raw.SQLITE_FULL => new(
            InsufficientStorage, "cannot grow: its disk is full", "Make room, or give a file on another disk; nothing was changed"),
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => Damaged,
        raw.SQLITE_READONLY => new(
            ServiceUnavailable, "may be read but not written",
            "Check its permissions and its folder's, and that the disk is not mounted read-only"),
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => new(
            ServiceUnavailable, "is held by another program", "End that program's transaction, or close it, and try again"),
        raw.SQLITE_IOERR => new(
            ServiceUnavailable, "cannot be read or written: its disk reports an error", "Check the disk and its free space"),
        raw.SQLITE_CANTOPEN or raw.SQLITE_PERM => Unopened,
        _ => null,
    };

    /// <summary>The file is not what a sandbox wrote.</summary>
    public static DataFileTrouble Damaged { get; } = new(
        ServiceUnavailable, "is damaged",
        "Go on with a copy of it, or move it away, with the files of the same name that end in -wal and -shm, and start anew; sqlite3's "
        + "command .recover saves what can be read");

    public static DataFileTrouble Unopened { get; } = new(
        ServiceUnavailable, "cannot be opened", "Check that its directory exists and may be written to, and that it is a file");

    /// <summary>A sentence or two.</summary>
    public string About(string? file) => $"{(file is null ? "The database in memory" : $"The data file '{file}'")} {Problem}. {Remedy}.";
}
