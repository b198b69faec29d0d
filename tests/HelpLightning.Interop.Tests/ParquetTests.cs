using System.Text.Json;
using HelpLightning.Client;
using HelpLightning.Export;
using HelpLightning.Export.Formats;
using HelpLightning.Export.Tables;
using HelpLightning.Files;
using HelpLightning.PartnerKeys;
using HelpLightning.Sandbox;
using Microsoft.Data.Sqlite;

namespace HelpLightning.Interop.Tests;

/// <summary>DuckDB reads our Parquet: rows, sums and types are those of the sandbox's database. The questions of docs/analysts.md are asked in both.</summary>
public sealed class ParquetTests : IAsyncLifetime
{
    /// <summary>Each holds in SQLite over the sandbox's own tables what the other says in DuckDB over ours.</summary>
    private static readonly (string Theirs, string Ours)[] Same =
    [
        ("SELECT count(*), sum(id), count(nullif(email, '')) FROM users WHERE site_id = 54344", "SELECT count(*), sum(id)::BIGINT, count(nullif(email, '')) FROM users"),
        ("SELECT name, created_at FROM users WHERE site_id = 54344 ORDER BY id", "SELECT name, strftime(created_at, '%Y-%m-%dT%H:%M:%S.%fZ') FROM users ORDER BY id"),
        ("SELECT count(*), sum(ifnull((ended_at - started_at + 500) / 1000, 0)), sum(started_at) FROM calls WHERE site_id = 54344",
            "SELECT count(*), sum(duration)::BIGINT, sum(epoch_ms(started_at))::BIGINT FROM calls"),
        ("SELECT call_id, dialer_id, receiver_id, reason, is_internal FROM calls WHERE site_id = 54344 ORDER BY 1", "SELECT id, dialer_id, receiver_id, end_reason, intra_enterprise::INT FROM calls ORDER BY 1"),
        ("SELECT c.call_id, p.user_id, u.name, u.site_id = 0 FROM calls c JOIN call_participants p ON p.call_id = c.id JOIN users u ON u.id = p.user_id WHERE c.site_id = 54344 ORDER BY 1, p.position",
            "SELECT call_id, user_id, name, is_anonymous::INT FROM calls_participants ORDER BY 1, position"),
        ("SELECT c.call_id, t.id, t.name FROM calls c JOIN call_tags x ON x.call_id = c.id JOIN tags t ON t.id = x.tag_id WHERE c.site_id = 54344 ORDER BY 1, t.id", "SELECT call_id, tag_id, name FROM calls_tags ORDER BY 1, 2"),
        ("SELECT c.call_id, g.name FROM calls c JOIN group_members m ON m.user_id = c.dialer_id JOIN groups g ON g.id = m.group_id WHERE c.site_id = 54344 ORDER BY 1, g.id", "SELECT call_id, name FROM calls_groups ORDER BY 1, position"),
        ("SELECT call_id, comments FROM calls WHERE site_id = 54344 AND comments <> '' ORDER BY 1", "SELECT call_id, comments FROM calls_comments ORDER BY 1"),
        ("SELECT group_id, user_id FROM group_admins JOIN groups g ON g.id = group_id WHERE g.site_id = 54344 ORDER BY 1, 2", "SELECT * FROM groups_admins ORDER BY 1, 2"),
    ];

    /// <summary>What the questions of docs/analysts.md must answer, over the sandbox's own tables.</summary>
    private static readonly string[] Answers =
    [
        """
        SELECT u.name, count(*), sum(c.reason NOT IN ('', 'Call Ended')) AS n FROM calls c JOIN users u ON u.id = c.receiver_id
        WHERE c.site_id = 54344 AND u.site_id = 54344 GROUP BY u.id HAVING n > 0 ORDER BY n DESC, u.name LIMIT 10
        """,
        """
        SELECT t.name, count(*), printf('%g', round(sum((ended_at - started_at + 500) / 1000) / 3600.0, 2)) AS hours, max((ended_at - started_at + 500) / 1000)
        FROM calls c JOIN call_tags x ON x.call_id = c.id JOIN tags t ON t.id = x.tag_id WHERE c.site_id = 54344
        GROUP BY t.name ORDER BY sum((ended_at - started_at + 500) / 1000) DESC, t.name
        """,
        """
        SELECT email, license FROM users u WHERE site_id = 54344 AND active
        AND NOT EXISTS (SELECT 1 FROM call_participants p JOIN calls c ON c.id = p.call_id WHERE p.user_id = u.id AND c.site_id = 54344) ORDER BY email
        """,
    ];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hl-parquet-");
    private readonly PartnerKey _key = PartnerKey.Create();
    private HelpLightningSandbox _sandbox = null!;
    private HelpLightningClient _client = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Data => Path.Combine(_folder.FullName, "sandbox.db");

    public async ValueTask InitializeAsync()
    {
        _sandbox = await HelpLightningSandbox.StartAsync(new HelpLightningSandboxOptions
        {
            PartnerPublicKeys = [_key.PublicKey],
            ListenEndPoint = null,
            DataFile = Data,
            ReportTime = TimeSpan.Zero,
            SeedUsers = 600,
            SeedCalls = 500,
        });
        _client = HelpLightningClient.Create(
            SiteExport.ClientOptionsFrom(new HelpLightningOptions { ApiKey = _sandbox.ApiKey, SiteId = new(54344), PartnerKey = _key, BaseAddress = _sandbox.BaseAddress }),
            primaryHandler: _sandbox.CreateHandler());
    }

    [Fact]
    public async Task DuckDB_reads_the_rows_sums_and_types_of_the_database()
    {
        await Peer.RequireNodePackageAsync("@duckdb/node-api");
        string path = await ExportAsync();
        IReadOnlyList<Table> tables = ExportTables.Of(isTidy: true, ofGroup: false).All;
        List<string>[] rows = await AskDuckDBAsync(
            path, [.. Same.Select(s => s.Ours), .. tables.Select(t => $"SELECT column_name, column_type FROM (DESCRIBE {t.Name})")]);
        for (int i = 0; i < Same.Length; i++)
        {
            List<string> expected = AskSqlite(Data, Same[i].Theirs);
            Assert.NotEmpty(expected);
            Assert.Equal(expected, rows[i]);
        }

        for (int i = 0; i < tables.Count; i++)
        {
            Assert.Equal(tables[i].Columns.Select(c => $"{c.Name}|{TypeOf(c.Type)}"), rows[Same.Length + i]);
        }
    }

    /// <summary>More rows than a row group takes, with every kind of column: empty, always there, seldom and often the same.</summary>
    [Fact]
    public async Task DuckDB_reads_many_row_groups()
    {
        await Peer.RequireNodePackageAsync("@duckdb/node-api");
        Table<long> table = new(
            "many",
            "",
            [
                new("id", CellType.Text, "", static i => $"{i:D6}", "", IsRequired: true),
                new("often", CellType.Text, "", static i => i % 7 == 0 ? default : $"ä{i % 5}", ""),
                new("seldom", CellType.Text, "", static i => i % 7 == 1 ? default : $"{i}-€", ""),
                new("never", CellType.Text, "", static _ => default, ""),
                new("whole", CellType.Whole, "", static i => i % 7 == 2 ? default : i % 7 == 3 ? long.MinValue + i : long.MaxValue - i, ""),
                new("number", CellType.Number, "", static i => i % 7 == 4 ? default : TimeSpan.FromSeconds(i / 4.0), ""),
                new("flag", CellType.Flag, "", static i => i % 7 == 5 ? default : i % 3 == 0, ""),
                new("time", CellType.Time, "", static i => i % 7 == 6 ? default : DateTimeOffset.UnixEpoch.AddMicroseconds(i * 1_000_000_007), ""),
            ]);
        List<string> expected = [];
        string path = Path.Combine(_folder.FullName, "many.parquet");
        using SemaphoreSlim turns = new(1);
        using (ParquetTableFile file = new(table, DurableFile.Create(Path.Combine(_folder.FullName, "many.rows")), null, path, turns))
        {
            Cell[] cells = new Cell[table.Columns.Count];
            for (long i = 0; i < 120_000; i++)
            {
                table.Read(i, cells);
                file.Add(cells);
                expected.Add(string.Join('|', cells.Select(static c => c.Type == CellType.Time ? $"{c.Whole / 10}" : c.ToText())));
            }

            file.Complete();
        }

        List<string>[] rows = await AskDuckDBAsync(
            _folder.FullName,
            "SELECT id, often, seldom, never, whole, number, flag, epoch_us(time) FROM many ORDER BY id",
            $"SELECT count(DISTINCT row_group_id) > 2 FROM parquet_metadata('{path}')",
            $"SELECT path_in_schema FROM parquet_metadata('{path}') WHERE encodings LIKE '%DICTIONARY%' GROUP BY 1");
        Assert.Equal(expected, rows[0]);
        Assert.Equal(["true"], rows[1]);
        Assert.Equal(["often"], rows[2]);
    }

    [Fact]
    public async Task The_questions_of_the_docs_have_one_answer_in_SQLite_and_DuckDB()
    {
        await Peer.RequireNodePackageAsync("@duckdb/node-api");
        string[] questions = Questions();
        Assert.Equal(Answers.Length, questions.Length);
        string into = Path.Combine(_folder.FullName, "site.sqlite");
        await new SiteDatabase(_client, into, new SiteExportOptions { SiteId = new(54344) }).RunAsync(cancellationToken: Cancellation);
        List<string>[] duck = await AskDuckDBAsync(await ExportAsync(), questions);
        for (int i = 0; i < questions.Length; i++)
        {
            List<string> expected = AskSqlite(Data, Answers[i]);
            Assert.NotEmpty(expected);
            Assert.Equal(expected, AskSqlite(into, questions[i]));
            Assert.Equal(expected, duck[i]);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _sandbox.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static string TypeOf(CellType type) => type switch
    {
        CellType.Text => "VARCHAR",
        CellType.Whole => "BIGINT",
        CellType.Number => "DOUBLE",
        CellType.Flag => "BOOLEAN",
        _ => "TIMESTAMP WITH TIME ZONE",
    };

    private static string[] Questions()
    {
        string text = File.ReadAllText(Path.Combine(RepositoryFolder.Root, "docs", "analysts.md"));
        string section = text[text.IndexOf("## Three questions", StringComparison.Ordinal)..text.IndexOf("## DuckDB", StringComparison.Ordinal)];
        return [.. section.Split("```sql\n").Skip(1).Select(block => block[..block.IndexOf("```", StringComparison.Ordinal)])];
    }

    private async Task<string> ExportAsync()
    {
        SiteExportOptions options = new() { SiteId = new(54344), Format = ExportFormat.Parquet, Tidy = true };
        return (await new SiteExport(_client, Path.Combine(_folder.FullName, "out"), options).RunAsync(cancellationToken: Cancellation)).Path;
    }

    private static async Task<List<string>[]> AskDuckDBAsync(string folder, params string[] queries)
    {
        PeerResult result = await Peer.RunWithAsync("node", JsonSerializer.Serialize(queries), null, Peer.Script("duckdb_query.mjs"), folder);
        return JsonSerializer.Deserialize<List<string>[]>(result.RequireSuccess())!;
    }

    private static List<string> AskSqlite(string path, string sql)
    {
        using SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
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
}
