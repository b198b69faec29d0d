using Microsoft.Data.Sqlite;
using nietras.SeparatedValues;

namespace HelpLightning.Export.Tests;

/// <summary>Tables as lists of rows, each a text with its cells parted by bars.</summary>
internal static class TableRows
{
    public static List<string> Rows(this SqliteConnection connection, string sql)
    {
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

    /// <summary>The given columns of a CSV file, by an independent look at its header.</summary>
    public static List<string> Csv(string path, params string[] columns)
    {
        using SepReader reader = Sep.New(',').Reader(options => options with { Unescape = true }).FromFile(path);
        List<string> rows = [];
        foreach (SepReader.Row row in reader)
        {
            List<string> cells = [];
            foreach (string column in columns)
            {
                cells.Add(row[column].ToString());
            }

            rows.Add(string.Join('|', cells));
        }

        return rows;
    }

    /// <summary>Every file of a folder and its content.</summary>
    public static Dictionary<string, string> Content(string folder) =>
        Directory.GetFiles(folder).ToDictionary(path => Path.GetFileName(path), path => Convert.ToHexString(File.ReadAllBytes(path)));
}
