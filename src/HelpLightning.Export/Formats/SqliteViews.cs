using HelpLightning.Calls;
using HelpLightning.Export.Tables;

namespace HelpLightning.Export.Formats;

/// <summary>
/// What people ask of tidy tables. A call is answered when it ended well, unanswered when it ended otherwise, and neither while it goes on.
/// </summary>
internal static class SqliteViews
{
    private const string IsAnswered = $"c.end_reason = '{CallOutcome.EndedWell}'";

    /// <summary>Of what goes on there is no reason, and nothing is true of that.</summary>
    private const string IsUnanswered = $"NOT ({IsAnswered})";

    private const string Counts = $"""
        COUNT(*) AS calls, COUNT(*) FILTER (WHERE {IsAnswered}) AS answered,
          COUNT(*) FILTER (WHERE {IsUnanswered}) AS unanswered, ROUND(SUM(c.duration) / 3600.0, 2) AS hours
        """;

    /// <summary>By name: what a row is, and the query.</summary>
    public static IReadOnlyList<(string Name, string Meaning, string Query)> All { get; } =
    [
        ("calls_by_week", "Calls of each week, by its Monday in UTC.",
            $"""
            SELECT date(c.started_at, 'weekday 0', '-6 days') AS week, {Counts}
            FROM calls c GROUP BY week ORDER BY week
            """),
        ("calls_by_expert", "Calls of each person who was called.",
            $"""
            SELECT c.receiver_id AS user_id, COALESCE(u.name, MAX(c.receiver)) AS name, u.email, {Counts}, MAX(c.started_at) AS last_call_at
            FROM calls c LEFT JOIN users u ON u.id = c.receiver_id WHERE c.receiver_id IS NOT NULL
            GROUP BY c.receiver_id ORDER BY calls DESC, user_id
            """),
        ("calls_by_group", "Calls of each group that they count for, by its name; a call counts in each of its groups.",
            $"""
            SELECT r.name AS name, {Counts}
            FROM calls_groups r JOIN calls c ON c.id = r.call_id GROUP BY r.name ORDER BY calls DESC, name
            """),
        ("hours_by_person", "Time in calls of each person who took part, called or calling.",
            $"""
            SELECT p.user_id, COALESCE(u.name, MAX(p.name)) AS name, {Counts}
            FROM calls_participants p JOIN calls c ON c.id = p.call_id LEFT JOIN users u ON u.id = p.user_id
            WHERE p.user_id IS NOT NULL GROUP BY p.user_id ORDER BY hours DESC, p.user_id
            """),
        ("unanswered_calls", "Calls that ended otherwise than well, the newest first.",
            $"SELECT c.* FROM calls c WHERE {IsUnanswered} ORDER BY c.started_at DESC"),
    ];

    /// <summary>None of the vendor's tables, whose times are no times.</summary>
    public static IEnumerable<string> Of(ExportTables tables) => tables is TidyTables
        ? All.Select(static v => $"CREATE VIEW {v.Name} AS {v.Query}")
        : [];
}
