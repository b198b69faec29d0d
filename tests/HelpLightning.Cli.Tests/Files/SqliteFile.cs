using Microsoft.Data.Sqlite;

namespace HelpLightning.Cli.Tests;

/// <summary>What a database holds: each row as text, its cells parted by bars.</summary>
internal static class SqliteFile
{
    public static List<string> Rows(string path, string sql)
    {
        using SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ToString());
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        using SqliteDataReader reader = command.ExecuteReader();
        List<string> rows = [];
        while (reader.Read())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "" : reader.GetString(i))));
        }

        return rows;
    }

    /// <summary>Takes the rows of a table of one export into a database of all of them: those of an owner that is there again replace its old ones.</summary>
    public static void Merge(string part, string all, string table, string owners, string owner)
    {
        using SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = all, Pooling = false }.ToString());
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = $"""
            ATTACH '{part}' AS part;
            CREATE TABLE IF NOT EXISTS main.{table} AS SELECT * FROM part.{table} LIMIT 0;
            DELETE FROM main.{table} WHERE {owner} IN (SELECT id FROM part.{owners});
            INSERT INTO main.{table} SELECT * FROM part.{table} WHERE {owner} IN (SELECT id FROM part.{owners});
            """;
        command.ExecuteNonQuery();
    }
}
