using System.Globalization;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Overview.Counting;
using Microsoft.Data.Sqlite;

namespace HelpLightning.Cli.Overview.Reading;

/// <summary>The database of an export.</summary>
internal sealed class SqliteRows : ExportRows
{
    public const string FileName = "helplightning.sqlite";

    private readonly string _path;
    private readonly SqliteConnection _connection;

    public SqliteRows(string path)
    {
        _path = path;
        SqliteConnectionStringBuilder settings = new() { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false };
        _connection = new SqliteConnection(settings.ToString());
    }

    public override IEnumerable<OverviewCall> Calls() => Read(
        $"SELECT {string.Join(", ", CallColumns)} FROM calls ORDER BY rowid", static row => Call(i => Text(row, i)));

    public override IEnumerable<(string Call, long? User)>? Members() => Read(
        "SELECT u.call_id, u.user_id, u.isAnonymous FROM calls c JOIN calls_users u ON u.call_id = c.id ORDER BY c.rowid, u.rowid",
        static row => (Text(row, 0) ?? "", Flag(Text(row, 2)) ? null : Id(Text(row, 1))));

    public override IEnumerable<ExportedGroup> Groups() => Read(
        "SELECT id, name, \"default\" FROM pods",
        static row => new ExportedGroup(row.GetInt64(0), Text(row, 1) ?? "", Flag(Text(row, 2))));

    public override IEnumerable<(long Group, long User)> GroupMembers() =>
        Read("SELECT pod_id, user_id FROM pods_users", static row => (row.GetInt64(0), row.GetInt64(1)));

    public override void Dispose()
    {
        _connection.Dispose();
        base.Dispose();
    }

    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column)
        ? null
        : Convert.ToString(row.GetValue(column), CultureInfo.InvariantCulture);

    private IEnumerable<T> Read<T>(string sql, Func<SqliteDataReader, T> convert)
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        using SqliteDataReader reader = Try(() =>
        {
            _connection.Open();
            return command.ExecuteReader();
        });
        while (Try(reader.Read))
        {
            yield return Try(() => convert(reader));
        }
    }

    private T Try<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is SqliteException or InvalidCastException)
        {
            throw CommandException.Configuration(
                $"'{_path}' is no database of hl export --format sqlite, or is damaged. Name the folder that hl export printed.");
        }
    }
}
