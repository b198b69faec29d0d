using System.Globalization;
using HelpLightning.Webhooks.PostgreSql.Storage;
using Npgsql;

namespace HelpLightning.Webhooks.PostgreSql.Administration;

/// <summary>A query as conditions on <c>event e</c> and <c>outcome o</c>.</summary>
internal sealed class EventFilter
{
    private readonly List<string> _conditions = [];
    private readonly List<Func<NpgsqlParameter>> _parameters = [];

    /// <param name="query">The query.</param>
    /// <param name="states">Its states, or those of them that matter.</param>
    /// <param name="reserved">How many parameters there are before its own.</param>
    public EventFilter(InboxQuery query, IEnumerable<InboxEventState>? states, int reserved)
    {
        if (states is not null)
        {
            // Written out, so that PostgreSQL sees which index has them.
            string[] numbers = [.. states.Select(static s => ((int)s).ToString(CultureInfo.InvariantCulture)).Distinct()];
            string isNew = numbers.Contains("0") ? " or o.id is null" : "";
            _conditions.Add(numbers.Length == 0 ? "false" : $"(o.state in ({string.Join(", ", numbers)}){isNew})");
        }

        Add(query.Ids is null ? null : query.Ids.ToArray(), number => $"e.id = any (${number}::bigint[])");
        Add(query.Category is null ? null : FitText.Of(query.Category), number => $"e.category = ${number}");
        Add(query.CallId is null ? null : FitText.Of(query.CallId), number => $"e.call_id = ${number}");
        AddTime(query.Since, ">=");
        AddTime(query.Until, "<");

        void AddTime(DateTimeOffset? time, string relation)
        {
            if (time is { } at)
            {
                _parameters.Add(() => Sql.Value(at.ToUniversalTime()));
                _conditions.Add($"e.received_at {relation} ${reserved + _parameters.Count}");
            }
        }

        void Add<T>(T? value, Func<int, string> condition)
            where T : class
        {
            if (value is not null)
            {
                _parameters.Add(() => Sql.Value(value));
                _conditions.Add(condition(reserved + _parameters.Count));
            }
        }
    }

    /// <summary>To be put after a condition.</summary>
    public string And => string.Concat(_conditions.Select(static c => $" and {c}"));

    /// <summary>New ones, as a parameter is of one statement.</summary>
    public IEnumerable<NpgsqlParameter> Parameters => _parameters.Select(static make => make());
}
