using System.Text.Json;
using HelpLightning.Sandbox.Tests.Operations;
using Microsoft.Data.Sqlite;

namespace HelpLightning.Sandbox.Tests;

public sealed class PersistenceTests
{
    /// <summary>The tables of the first version, as its users have them in their files.</summary>
    private const string Version1 = """
        CREATE TABLE users (
          id INTEGER PRIMARY KEY, name TEXT NOT NULL COLLATE NOCASE, username TEXT NOT NULL COLLATE NOCASE,
          email TEXT NOT NULL UNIQUE COLLATE NOCASE, title TEXT NOT NULL, location TEXT NOT NULL, license TEXT NOT NULL,
          role_id INTEGER NOT NULL, active INTEGER NOT NULL, available INTEGER NOT NULL, is_confirmed INTEGER NOT NULL,
          is_first_login INTEGER NOT NULL, created_at TEXT NOT NULL, updated_at TEXT NOT NULL, confirmed_at TEXT NOT NULL,
          invitation_sent_at TEXT NOT NULL, first_call_at TEXT NOT NULL, last_used_at TEXT NOT NULL) STRICT;
        CREATE INDEX users_name ON users (name, id);
        CREATE INDEX users_updated_at ON users (updated_at, id);
        CREATE TABLE secrets (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT;
        INSERT INTO secrets VALUES ('token', randomblob(32));
        INSERT INTO users VALUES (7, 'Old Hand', 'old.hand', 'old@example.com', 'Fitter', 'Plant 1', 'team', 3, 1, 1, 1, 0,
          '2024-02-01T09:30:00.000000Z', '2024-02-02T10:00:00.000000Z', '', '', '', '');
        INSERT INTO users VALUES (9, 'New Hand', 'new.hand', 'new@example.com', 'Fitter', 'Plant 1', 'team', 3, 1, 1, 1, 0,
          '2024-02-01T09:30:00.000000Z', '2024-02-02T10:00:00.000000Z', '', '', '', '');
        PRAGMA application_id = 1212969826; PRAGMA user_version = 1; PRAGMA journal_mode = WAL;
        """;

    private const string BackToVersion3 = """
        DROP INDEX webhook_deliveries_finished; ALTER TABLE webhook_deliveries DROP COLUMN event_id;
        ALTER TABLE reports DROP COLUMN fails; ALTER TABLE attachments DROP COLUMN type; ALTER TABLE webhooks DROP COLUMN site_id;
        PRAGMA user_version = 3;
        """;

    [Fact]
    public async Task What_was_written_is_there_after_a_restart_and_tokens_stay_valid()
    {
        using TemporaryFile file = new();
        string user;
        string workbox;
        string call;
        string session;
        await using (FileFixture first = await FileFixture.StartAsync(file.Path))
        {
            user = await first.UserTokenAsync();
            workbox = await first.WorkboxTokenAsync();
            await first.OkAsync(
                "POST", "/api/v1r1/workbox/messages", workbox,
                """{"username": "ann.field", "type": "Text", "metadata": {"message": "Kept"}}""");
            await first.OkAsync(
                "POST", "/api/v1r1/enterprise/users", first.Token(), """{"name": "Nora New", "email": "nora@example.com"}""");
            JsonElement opened = await first.OpenSessionAsync();
            session = opened.GetProperty("id").GetString()!;
            await first.OkAsync(
                "POST", "/api/v1/session/video", opened.GetProperty("token").GetString(), $$"""{"user_token": "{{user}}"}""");
            call = (await first.GetAsync($"/api/v1/enterprise/sessions/{session}")).Json[0].GetProperty("call_id").GetString()!;
        }

        await using FileFixture second = await FileFixture.StartAsync(file.Path);
        Assert.Equal("ann@example.com", (await second.OkAsync("GET", "/api/v1/info", user)).GetProperty("email").GetString());
        Assert.Contains(
            "Kept", (await second.OkAsync("GET", "/api/v1r1/workbox/messages", workbox)).GetRawText(), StringComparison.Ordinal);
        Assert.Equal(41, (await second.GetAsync("/api/v1r1/enterprise/users")).Json.GetProperty("total_entries").GetInt32());
        Assert.Equal(301, (await second.GetAsync("/api/v1/enterprise/calls")).Json.GetProperty("total_entries").GetInt32());
        Assert.True((await second.OkAsync("GET", $"/api/v1/sessions/{session}", user)).GetProperty("video_active").GetBoolean());
        await second.OkAsync("GET", $"/api/v1/enterprise/calls/{call}", second.Token());
    }

    [Fact]
    public async Task A_file_of_the_first_version_is_brought_up_to_date()
    {
        using TemporaryFile file = new();
        await ChangeAsync(file, Version1);
        for (int start = 1; start <= 2; start++)
        {
            await using FileFixture fixture = await FileFixture.StartAsync(file.Path);
            JsonElement page = (await fixture.GetAsync("/api/v1r1/enterprise/users")).Json;
            Shape.Require(Examples.Page(Examples.User), page);
            Assert.Equal([7, 9], page.GetProperty("entries").EnumerateArray().Select(u => u.GetProperty("id").GetInt32()));
            Assert.Equal(0, (await fixture.GetAsync("/api/v1/enterprise/calls")).Json.GetProperty("total_entries").GetInt32());
            Assert.Equal(1, (await fixture.GetAsync("/api/v1r1/enterprise/pods")).Json.GetProperty("total_entries").GetInt32());
        }
    }

    [Fact]
    public async Task A_file_of_the_second_version_is_brought_up_to_date()
    {
        using TemporaryFile file = new();
        await using (await FileFixture.StartAsync(file.Path))
        {
        }

        await ChangeAsync(
            file,
            $"{BackToVersion3} ALTER TABLE attachments DROP COLUMN size; ALTER TABLE attachments DROP COLUMN gone; PRAGMA user_version = "
            + "2;");
        await using FileFixture fixture = await FileFixture.StartAsync(file.Path);
        string call = fixture.Sandbox.Calls.Start("1", "2").CallId;
        fixture.Sandbox.Calls.AddAttachment(call, SandboxAttachmentKind.Document);
        JsonElement files = await fixture.OkAsync("GET", $"/api/v1r1/enterprise/calls/{call}/attachments", fixture.Token());
        Assert.Equal(1, files.GetArrayLength());
    }

    [Fact]
    public async Task A_file_of_the_third_version_delivers_what_it_owes_and_has_its_reports()
    {
        using TemporaryFile file = new();
        string report;
        await using Receiver receiver = new(number => number <= 1 ? null : "200 OK");
        await using (FileFixture old = await FileFixture.StartAsync(file.Path))
        {
            report = (await old.OkAsync("POST", "/api/v1r1/enterprise/reports/calls", old.Token(), "{}")).GetProperty("uuid").GetString()!;
            old.Sandbox.Webhooks.Add(new SandboxWebhook { PayloadUrl = receiver.Url });
            old.Sandbox.Calls.Start("1", "2");
            await Eventually.HoldsAsync(() => !receiver.Events.IsEmpty);
        }

        await ChangeAsync(file, BackToVersion3);
        await using FileFixture fixture = await FileFixture.StartAsync(file.Path);
        await fixture.Sandbox.Webhooks.WhenIdleAsync(TestContext.Current.CancellationToken);
        Assert.Equal(3, receiver.Events.Skip(1).Select(e => Guid.Parse(e.Headers["x-sandbox-event"])).Distinct().Count());
        fixture.Clock.Advance(TimeSpan.FromSeconds(2));
        JsonElement status = await fixture.OkAsync("GET", $"/api/v1r1/enterprise/reports/calls/{report}", fixture.Token());
        Assert.Equal("complete", status.GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_file_of_the_third_version_has_one_id_for_each_event()
    {
        using TemporaryFile file = new();
        await using Receiver first = new();
        await using Receiver second = new();
        long[] webhooks;
        await using (FileFixture old = await FileFixture.StartAsync(file.Path))
        {
            HelpLightningSandbox sandbox = old.Sandbox;
            webhooks =
            [
                .. new[] { first, second }.Select(receiver => sandbox.Webhooks.Add(new SandboxWebhook { PayloadUrl = receiver.Url })),
            ];

            // The clock stands still, so that the first two differ in nothing but their order.
            sandbox.Webhooks.Publish(SandboxEventType.Call, "ended", "{}");
            sandbox.Webhooks.Publish(SandboxEventType.Call, "ended", "{}");
            sandbox.Webhooks.Publish(SandboxEventType.Call, "other", "{}");
            old.Clock.Advance(TimeSpan.FromSeconds(1));
            sandbox.Webhooks.Publish(SandboxEventType.Call, "ended", "{}");
            long again = sandbox.Webhooks.Redeliver(sandbox.Webhooks.GetDeliveries(webhooks[1])[^2].Id)!.Value;
            sandbox.Webhooks.Redeliver(again);
            await sandbox.Webhooks.WhenIdleAsync(TestContext.Current.CancellationToken);
        }

        await ChangeAsync(file, BackToVersion3);
        await using FileFixture fixture = await FileFixture.StartAsync(file.Path);
        Guid[] ids = [.. fixture.Sandbox.Webhooks.GetDeliveries(webhooks[0]).Select(d => d.EventId).Reverse()];
        Assert.Equal(4, ids.Distinct().Count());
        Assert.Equal([.. ids, ids[1], ids[1]], fixture.Sandbox.Webhooks.GetDeliveries(webhooks[1]).Select(d => d.EventId).Reverse());
    }

    [Fact]
    public async Task A_file_of_another_site_is_left_alone()
    {
        using TemporaryFile file = new();
        await using (await FileFixture.StartAsync(file.Path))
        {
        }

        InvalidOperationException e = await Assert.ThrowsAsync<InvalidOperationException>(
            () => HelpLightningSandbox.StartAsync(new() { DataFile = file.Path, SiteId = new(7) }, TestContext.Current.CancellationToken));
        Assert.Contains("holds site 54344, not 7", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_who_write_at_once_all_get_their_write()
    {
        using TemporaryFile file = new();
        await using FileFixture fixture = await FileFixture.StartAsync(file.Path);
        await Task.WhenAll(Enumerable.Range(0, 60).Select(i => fixture.OkAsync(
            "POST", "/api/v1r1/enterprise/users", fixture.Token(), $$"""{"name": "Writer {{i}}", "email": "writer{{i}}@example.com"}""")));
        JsonElement page = (await fixture.GetAsync("/api/v1r1/enterprise/users?page_size=200")).Json;
        Assert.Equal(100, page.GetProperty("total_entries").GetInt32());
        Assert.Equal(100, page.GetProperty("entries").EnumerateArray().Select(u => u.GetProperty("id").GetInt64()).Distinct().Count());
    }

    private static async Task ChangeAsync(TemporaryFile file, string sql)
    {
        await using SqliteConnection connection = new(
            new SqliteConnectionStringBuilder { DataSource = file.Path, Pooling = false }.ToString());
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
