using System.Globalization;
using HelpLightning.Export.Tables;
using Microsoft.Data.Sqlite;

namespace HelpLightning.Export.Formats;

/// <summary>The tables in SQL.</summary>
internal static class SqliteSchema
{
    /// <param name="table">The table.</param>
    /// <param name="schema">Of which database.</param>
    /// <param name="ifMissing">It may be there.</param>
    /// <param name="more">Further columns, declared.</param>
    public static string Create(Table table, string schema, bool ifMissing, params ReadOnlySpan<string> more)
    {
        string[] keys = [.. table.Keys];
        IEnumerable<string> columns = table.Columns.Select(c => Declare(c, keys));
        string key = keys.Length > 1 ? $", PRIMARY KEY ({string.Join(", ", keys.Select(Quote))})" : "";
        return $"CREATE TABLE {(ifMissing ? "IF NOT EXISTS " : "")}{schema}.{table.Name} ({string.Join(", ", [.. columns, .. more])}{key})";
    }

    /// <summary>For what rows are looked up by beside their key.</summary>
    public static string Index(Table table, string schema, bool ifMissing = false) => string.Join("; ", table.Lookups.Select(
        column => $"CREATE INDEX {(ifMissing ? "IF NOT EXISTS " : "")}{schema}.{table.Name}_{column} ON {table.Name} ({column})"));

    public static SqliteCommand Insert(SqliteConnection connection, Table table)
    {
        IEnumerable<string> names = Enumerable.Range(0, table.Columns.Count).Select(Parameter);
        return Prepare(connection, table, $"INSERT INTO main.{table.Name} VALUES ({string.Join(", ", names)})");
    }

    /// <summary>A command with a parameter for each column of the table.</summary>
    public static SqliteCommand Prepare(SqliteConnection connection, Table table, string sql)
    {
        SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        for (int i = 0; i < table.Columns.Count; i++)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = Parameter(i) });
        }

        return command;
    }

    /// <summary>One column is called <c>default</c>.</summary>
    public static string Quote(string name) => $"\"{name}\"";

    public static string Parameter(int i) => string.Create(CultureInfo.InvariantCulture, $"$p{i}");

    private static string Declare(Column column, string[] keys)
    {
        string type = column.Type switch
        {
            CellType.Text or CellType.Time => "TEXT",
            CellType.Number => "NUMERIC",
            _ => "INTEGER",
        };
        return $"{Quote(column.Name)} {type}{(keys is [string key] && key == column.Name ? " PRIMARY KEY" : "")}";
    }
}
