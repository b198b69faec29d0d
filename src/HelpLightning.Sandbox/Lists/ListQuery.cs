using System.Globalization;
using HelpLightning.Sandbox.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Primitives;

namespace HelpLightning.Sandbox.Lists;

/// <summary>What a caller asks of a list: which page, how long, which rows, in which order.</summary>
internal sealed class ListQuery
{
    private const int DefaultPageSize = 20;
    private const int LargestPageSize = 1000;

    private Filter? _filter;

    public long Page { get; private set; } = 1;

    public int PageSize { get; private set; } = DefaultPageSize;

    /// <summary>In SQL, with the id last so that the order is total.</summary>
    public string OrderBy { get; private set; } = " ORDER BY id";

    public static ListQuery Parse(IQueryCollection query, ListableFields fields)
    {
        ListQuery result = new();
        foreach ((string name, StringValues values) in query)
        {
            if (values.Count > 1)
            {
                throw SandboxException.BadParameter($"Parameter '{name}' is there more than once.");
            }

            string value = values.ToString();
            switch (name)
            {
                case "page":
                    result.Page = Number(name, value, 1, 1_000_000_000);
                    break;
                case "page_size":
                    result.PageSize = (int)Number(name, value, 1, LargestPageSize);
                    break;
                case "filter":
                    result._filter = Filter.Parse(value, fields);
                    break;
                case "order":
                    result.OrderBy = ParseOrder(value, fields);
                    break;
                default:
                    throw SandboxException.BadParameter($"Unknown parameter '{name}'. This list knows: page, page_size, filter, order.");
            }
        }

        return result;
    }

    public static void RequireNoParameters(IQueryCollection query)
    {
        if (query.Keys.FirstOrDefault() is { } name)
        {
            throw SandboxException.BadParameter($"Unknown parameter '{name}'. This route has none.");
        }
    }

    /// <summary>The condition in SQL, empty for none; its values become parameters of the command.</summary>
    public string Where(SqliteCommand command) => _filter is null ? "" : $" WHERE {_filter.ToSql(command)}";

    private static long Number(string name, string value, long least, long most) =>
        long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number >= least && number <= most
            ? number
            : throw SandboxException.BadParameter(string.Create(CultureInfo.InvariantCulture, $"Parameter '{name}' wants a whole number from {least} to {most}."));

    private static string ParseOrder(string value, ListableFields fields)
    {
        string[] parts = value.Split(':');
        bool descending = parts is [_, "desc"];
        bool isKnown = fields.Orders.Contains(parts[0]) && (parts.Length == 1 || descending || parts is [_, "asc"]);
        return isKnown
            ? $" ORDER BY {parts[0]}{(descending ? " DESC" : "")}, id"
            : throw SandboxException.BadParameter($"Parameter 'order' wants one of {string.Join(", ", fields.Orders)}, with :asc or :desc after it if need be.");
    }
}
