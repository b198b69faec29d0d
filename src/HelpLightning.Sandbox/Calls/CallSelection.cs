using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Lists;

namespace HelpLightning.Sandbox.Calls;

/// <summary>
/// Which calls a filter means, as a query for their ids. ?1 is the site, ?2 the filter's value. A million calls are filtered
/// by walking the index of what is filtered by, never the calls.
/// </summary>
/// <param name="Ids">Selects the ids, each once, without an order.</param>
/// <param name="IdColumn">What the ids can be ordered by in that query.</param>
/// <param name="Value">The value of ?2.</param>
internal sealed record CallSelection(string Ids, string IdColumn, SqlValue Value)
{
    public static CallSelection Of(Db db, long site, Filter filter)
    {
        if (filter.Key == "session.call_id")
        {
            return new($"SELECT id FROM calls WHERE site_id = ?1 AND {filter.Sql("?2")}", "id", filter.Value);
        }

        List<long> tags = db.Numbers($"SELECT id FROM tags WHERE site_id = ?1 AND {filter.Sql("?2")}", site, filter.Value);
        return tags is [long only]
            ? new("SELECT call_id AS id FROM call_tags WHERE tag_id = ?2", "call_id", only)
            : new(
                // In the order of the calls, so that a call with two of the tags is counted once without a set of all.
                "SELECT DISTINCT call_id AS id FROM call_tags INDEXED BY call_tags_call WHERE tag_id IN (SELECT value FROM json_each(?2))",
                "call_id",
                $"[{string.Join(',', tags)}]");
    }
}
