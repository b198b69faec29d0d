using System.Globalization;
using HelpLightning.Export.Tables;
using Microsoft.Data.Sqlite;

namespace HelpLightning.Export.Formats;

/// <summary>The tables in SQL.</summary>
internal static class SqliteSchema
{
    public static string Create(Table table, string schema, bool ifMissing)
    {
        string columns = string.Join(", ", table.Columns.Select((name, i) => Declare(table, name, i)));
        return $"CREATE TABLE {(ifMissing ? "IF NOT EXISTS " : "")}{schema}.{table.Name} ({columns})";
    }

    /// <summary>Links are looked up by what they link: the second and third column. Their ids are not promised to be unique.</summary>
    public static string? Index(Table table) => table.HasUniqueIds
        ? null
        : $"CREATE INDEX result.{table.Name}_{table.Columns[1]} ON {table.Name} ({table.Columns[1]}); "
            + $"CREATE INDEX result.{table.Name}_{table.Columns[2]} ON {table.Name} ({table.Columns[2]})";

    public static SqliteCommand Insert(SqliteConnection connection, Table table)
    {
        SqliteCommand command = connection.CreateCommand();
        IEnumerable<string> names = Enumerable.Range(0, table.Columns.Count).Select(Parameter);
        command.CommandText = $"INSERT INTO main.{table.Name} VALUES ({string.Join(", ", names)})";
        foreach (string name in names)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = name });
        }

        return command;
    }

    /// <summary>One column is called <c>default</c>.</summary>
    public static string Quote(string name) => $"\"{name}\"";

    private static string Declare(Table table, string name, int i)
    {
        string type = table.Types[i] switch
        {
            CellType.Text => "TEXT",
            CellType.Number => "NUMERIC",
            _ => "INTEGER",
        };
        return $"{Quote(name)} {type}{(i == 0 && table.HasUniqueIds ? " PRIMARY KEY" : "")}";
    }

    private static string Parameter(int i) => string.Create(CultureInfo.InvariantCulture, $"$p{i}");
}
