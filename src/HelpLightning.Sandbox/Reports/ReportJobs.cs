using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Errors;

namespace HelpLightning.Sandbox.Reports;

/// <summary>Reports in the making. One is ready when its time is over by the sandbox's clock, and is then written once.</summary>
internal sealed class ReportJobs(SandboxDatabase database, TimeSpan timeToMake, TimeProvider clock)
{
    public const string Csv = "csv";
    public const string Json = "json";

    public const string Complete = "complete";
    private const string Failed = "failed";
    private const string Running = "processing";

    /// <param name="db">The transaction.</param>
    /// <param name="site">Whose calls.</param>
    /// <param name="format">The flavour.</param>
    /// <param name="fails">Whether nothing comes of it when its time is over.</param>
    public string Begin(Db db, long site, string format, bool fails)
    {
        DateTimeOffset now = clock.GetUtcNow();
        string uuid = Guid.NewGuid().ToString();
        db.Run(
            "INSERT INTO reports (uuid, site_id, format, created_at, ready_at, fails) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            uuid, site, format, now.ToUnixTimeMilliseconds(), now.Add(timeToMake).ToUnixTimeMilliseconds(), fails);
        return uuid;
    }

    /// <summary>What a site is told of its report.</summary>
    public string Status(Db db, long site, string uuid)
    {
        using Rows rows = db.Query("SELECT ready_at, fails FROM reports WHERE uuid = ?1 AND site_id = ?2", uuid, site);
        if (!rows.Next())
        {
            throw SandboxException.NotFound($"There is no such report in site {site}.");
        }

        bool isOver = rows.Number(0) <= clock.GetUtcNow().ToUnixTimeMilliseconds();
        return !isOver ? Running : rows.Flag(1) ? Failed : Complete;
    }

    /// <summary>The zip, the same at every download, so that a broken one can go on.</summary>
    public byte[] Content(string uuid)
    {
        (byte[]? written, long site, string format, long until) = database.Read(db => Find(db, uuid));
        if (written is not null)
        {
            return written;
        }

        byte[] zip = database.Read(db => format == Csv ? ReportZip.WriteCsv(db, site, until) : ReportZip.WriteJson(db, site, until));
        return database.Write(db =>
        {
            // Whoever was first wins, and all get that one.
            db.Run("UPDATE reports SET content = ?2 WHERE uuid = ?1 AND content IS NULL", uuid, zip);
            return Find(db, uuid).Content!;
        });
    }

    private static (byte[]? Content, long Site, string Format, long Until) Find(Db db, string uuid)
    {
        using Rows rows = db.Query("SELECT content, site_id, format, ready_at FROM reports WHERE uuid = ?1", uuid);
        return rows.Next()
            ? (rows.IsNull(0) ? null : rows.Utf8(0).ToArray(), rows.Number(1), rows.Text(2), rows.Number(3))
            : throw SandboxException.NotFound("This report is gone.");
    }
}
