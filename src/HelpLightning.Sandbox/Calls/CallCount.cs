using HelpLightning.Sandbox.Data;

namespace HelpLightning.Sandbox.Calls;

/// <summary>Counts the calls of a span: whole days are counted already, and only the days at its ends are looked into.</summary>
internal static class CallCount
{
    public static long Between(Db db, long site, long from, long to)
    {
        long firstDay = from / CallRow.MillisecondsOfDay;
        long lastDay = to / CallRow.MillisecondsOfDay;
        if (firstDay == lastDay)
        {
            return Inside(db, site, from, to);
        }

        return Inside(db, site, from, ((firstDay + 1) * CallRow.MillisecondsOfDay) - 1)
            + db.Number("SELECT sum(calls) FROM call_days WHERE site_id = ?1 AND day > ?2 AND day < ?3", site, firstDay, lastDay)
            + Inside(db, site, lastDay * CallRow.MillisecondsOfDay, to);
    }

    private static long Inside(Db db, long site, long from, long to) =>
        db.Number("SELECT count(*) FROM calls WHERE site_id = ?1 AND started_at BETWEEN ?2 AND ?3", site, from, to);
}
