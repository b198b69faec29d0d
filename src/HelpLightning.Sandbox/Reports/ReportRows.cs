using System.Globalization;
using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Time;

namespace HelpLightning.Sandbox.Reports;

/// <summary>The rows of a call report, in the order of its columns: the calls that had begun when it was ready.</summary>
internal sealed class ReportRows(Db db, long site, long until)
{
    private const int Batch = 1000;

    private const string Sql = """
        SELECT c.seq, c.call_id, c.started_at, c.ended_at, c.comments, c.reason, d.name,
          (SELECT group_concat(name, ', ') FROM (SELECT t.name FROM call_tags ct JOIN tags t ON t.id = ct.tag_id WHERE ct.call_id = c.id
          ORDER BY t.id)),
          (SELECT group_concat(name, ', ') FROM (SELECT g.name FROM group_members m JOIN groups g ON g.id = m.group_id
          WHERE m.user_id = c.dialer_id ORDER BY g.id)),
          (SELECT group_concat(name, ', ') FROM (SELECT u.name FROM call_participants p JOIN users u ON u.id = p.user_id
          WHERE p.call_id = c.id ORDER BY p.position))
        FROM calls c JOIN users d ON d.id = c.dialer_id
        WHERE c.site_id = ?1 AND c.seq > ?2 AND c.seq <= ?2 + ?3 AND c.started_at <= ?4 ORDER BY c.seq
        """;

    public IEnumerable<string[]> Read()
    {
        string workspace = db.FindText("SELECT name FROM sites WHERE id = ?1", site) ?? "";
        string workspaceId = site.ToString(CultureInfo.InvariantCulture);
        long last = db.Number("SELECT call_count FROM sites WHERE id = ?1", site);
        for (long after = 0; after < last; after += Batch)
        {
            foreach (string[] row in ReadBatch(after, workspace, workspaceId))
            {
                yield return row;
            }
        }
    }

    private List<string[]> ReadBatch(long after, string workspace, string workspaceId)
    {
        List<string[]> batch = [];
        using Rows rows = db.Query(Sql, site, after, Batch, until);
        while (rows.Next())
        {
            bool isOver = !rows.IsNull(3);
            long duration = isOver ? (rows.Number(3) - rows.Number(2) + 500) / 1000 : 0;
            batch.Add(
            [
                rows.Text(1), Time(rows.Number(2)), isOver ? Time(rows.Number(3)) : "", rows.Text(7), rows.Text(4), rows.Text(8),
                rows.Text(9), rows.Text(6),
                rows.Text(5), duration.ToString(CultureInfo.InvariantCulture), workspace, workspaceId,
            ]);
        }

        return batch;
    }

    private static string Time(long milliseconds) => VendorTime.Format(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));
}
