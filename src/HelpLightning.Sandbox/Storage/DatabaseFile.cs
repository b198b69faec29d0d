using HelpLightning.Sandbox.Data;
using Microsoft.Data.Sqlite;

namespace HelpLightning.Sandbox.Storage;

/// <summary>Opens the sandbox's database: makes and fills it when it is new, and brings one of an older sandbox up to date.</summary>
internal static class DatabaseFile
{
    /// <summary>"HLsb" in ASCII, so that a file of another program is not mistaken for ours.</summary>
    private const int ApplicationId = 0x484c7362;

    /// <exception cref="InvalidOperationException">
    /// The file is not a sandbox's, is of another site, or comes from a newer version.
    /// </exception>
    /// <exception cref="IOException">The file cannot be opened, or another sandbox has it.</exception>
    public static SandboxDatabase Open(HelpLightningSandboxOptions options, TimeProvider clock)
    {
        // The memdb VFS lets the connections of one process share a database in memory by its name.
        string? file = options.DataFile is null ? null : Resolve(options.DataFile);
        string source = file ?? $"file:/hl-sandbox-{Guid.NewGuid():N}?vfs=memdb";
        string connectionString = new SqliteConnectionStringBuilder { DataSource = source, DefaultTimeout = 30, Pooling = false }
            .ToString();
        DataFileLock? held = file is null ? null : DataFileLock.Take(file);
        Db? first = null;
        try
        {
            if (file is not null)
            {
                OwnersOnly.Create(file);
            }

            first = new Db(connectionString);
            return new SandboxDatabase(connectionString, first, Prepare(first, options, file, clock), held);
        }
        catch (Exception e)
        {
            first?.Dispose();
            held?.Dispose();
            if (e is SqliteException failure)
            {
                throw failure.SqliteErrorCode == SQLitePCL.raw.SQLITE_NOTADB
                    ? NotOurs(options)
                    : new IOException((DataFileTrouble.Of(failure) ?? DataFileTrouble.Damaged).About(options.DataFile), e);
            }

            throw;
        }
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

    private static InvalidOperationException NotOurs(HelpLightningSandboxOptions options) => new(
        $"'{options.DataFile}' is a file of another program, or damaged from its first bytes on. "
        + "Give a new file name, or one that a sandbox has written.");

    /// <summary>Returns what tokens are signed with.</summary>
    private static byte[] Prepare(Db db, HelpLightningSandboxOptions options, string? file, TimeProvider clock)
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
                $"'{options.DataFile}' was written by a newer sandbox (version {version}, this one knows {Schema.Version}). "
                + "Update hl, or give a new file name.");
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
            DatabaseContent.Make(db, options, clock);
        }
        else if (version < Schema.Version)
        {
            db.Transact(inside => Migration.Run(inside, version, options.SiteId.Value, clock));
        }

        // A new file is filled without it: one journal of new pages is cheaper than writing all of them twice.
        if (file is not null)
        {
            db.Script("PRAGMA journal_mode = WAL");
        }

        long site = db.Number("SELECT id FROM sites WHERE parent_id IS NULL AND id > 0");
        if (site != options.SiteId.Value)
        {
            throw new InvalidOperationException(
                $"'{options.DataFile}' holds site {site}, not {options.SiteId}. Start it with that site id, or give a new file name.");
        }

        using Rows rows = db.Query("SELECT value FROM secrets WHERE name = 'token'");
        return rows.Next() ? rows.Utf8(0).ToArray() : throw new IOException(DataFileTrouble.Damaged.About(options.DataFile));
    }
}
