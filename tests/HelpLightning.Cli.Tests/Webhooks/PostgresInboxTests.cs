using HelpLightning.Webhooks.Tests.PostgreSql;

namespace HelpLightning.Cli.Tests.Webhooks;

/// <summary>The inbox of <c>hl webhooks</c> in PostgreSQL, whose connection string holds a password.</summary>
public sealed class PostgresInboxTests : IClassFixture<PostgresServer>, IDisposable
{
    private const string Password = "marked-password-99";
    private const string Event = """{"type":"call","category":"started","data":{"call_id":"call_1"}}""";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hl-postgres-");
    private readonly PostgresServer _server;

    public PostgresInboxTests(PostgresServer server)
    {
        PostgresServer.Require();
        _server = server;
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task What_was_answered_stays_there_and_is_looked_at_while_a_receiver_runs()
    {
        await using ForwardTarget target = await ForwardTarget.StartAsync();
        target.Status = 500;
        string schema = _server.NewSchema();
        string file = Write($"{_server.ConnectionString};Password={Password}\n");
        string[] which = ["--postgres-file", file, "--postgres-schema", schema];
        ListenRun first = await ListenAsync(["--forward-to", target.Url, .. which]);
        await first.SendAsync(Event, null);
        await Eventually.HoldsAsync(() => first.Error.Contains("answered 500", StringComparison.Ordinal));
        HlResult stopped = (await first.StopAsync()).Require(0);
        await first.DisposeAsync();
        Assert.Contains($"Inbox    PostgreSQL, schema {schema}\n", stopped.Error, StringComparison.Ordinal);
        Assert.Contains($"the next run with --postgres-file {file} --postgres-schema {schema} goes on with them.\n", stopped.Error, StringComparison.Ordinal);

        target.Status = 200;
        await using ListenRun second = await ListenAsync(["--forward-to", target.Url, .. which]);
        Dictionary<string, string> environment = new() { ["HL_WEBHOOK_POSTGRES"] = $"{_server.ConnectionString};Password={Password}" };
        HlResult listed = await Hl.RunAsync(
            environment, "", "webhooks", "inbox", "list", "--postgres-schema", schema, "--fields", "category,state,attempts", "-o", "csv");
        Assert.Equal("category,state,attempts\nstarted,waiting,1\n", listed.Require(0).Output.Replace("\r", "", StringComparison.Ordinal));
        HlResult retried = (await Hl.RunAsync(environment, "", "webhooks", "inbox", "retry", "--all", "--postgres-schema", schema)).Require(0);
        await Eventually.HoldsAsync(() => target.Received.Count == 2);
        HlResult ended = await second.StopAsync();
        foreach (HlResult result in (HlResult[])[stopped, listed, retried, ended])
        {
            Assert.DoesNotContain(Password, result.All, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(5, "Username=guarded;Password=marked-password-99", "password")]
    [InlineData(5, "Port=1;Password=marked-password-99", "PostgreSQL")]
    [InlineData(3, "Nonsense=marked-password-99", "is no connection string of PostgreSQL")]
    public async Task What_is_wrong_with_the_connection_is_told_without_it(int exitCode, string more, string says)
    {
        Dictionary<string, string> environment = new() { ["HL_WEBHOOK_POSTGRES"] = $"{_server.ConnectionString};{more}" };
        foreach (string[] command in (string[][])[["listen", "--port", "0", "--unsigned"], ["inbox", "list"], ["inbox", "retry", "1"]])
        {
            HlResult result = (await Hl.RunAsync(environment, "", ["webhooks", .. command])).Require(exitCode);
            Assert.Contains(says, result.Error, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("marked-", result.All, StringComparison.Ordinal);
            Assert.Empty(result.Output);
        }
    }

    [Fact]
    public async Task A_schema_that_can_be_none_is_named()
    {
        string file = Write(_server.ConnectionString);
        HlResult result = (await Hl.RunAsync("webhooks", "inbox", "list", "--postgres-file", file, "--postgres-schema", "1 x")).Require(2);
        Assert.Contains("--postgres-schema wants 1 to 63 characters", result.Error, StringComparison.Ordinal);
    }

    private static Task<ListenRun> ListenAsync(params string[] arguments) =>
        ListenRun.StartAsync(new TestHost(new Dictionary<string, string>()), ["--unsigned", .. arguments]);

    private string Write(string connection)
    {
        string file = Path.Combine(_folder.FullName, "inbox.txt");
        File.WriteAllText(file, connection);
        return file;
    }
}
