using HelpLightning.Webhooks.PostgreSql;
using HelpLightning.Webhooks.PostgreSql.Storage;
using Npgsql;
using static HelpLightning.Webhooks.Tests.Inbox.Bodies;

namespace HelpLightning.Webhooks.Tests.PostgreSql;

/// <summary>What is wrong with a database is said, with a remedy and without the password.</summary>
public sealed class PostgreSqlFailureTests(PostgresServer server) : PostgresTest(server)
{
    [Theory]
    [InlineData("Username=guarded;Password=\"s3cr3t;x\"", "Password", "28P01")]
    [InlineData("Database=nowhere;Password=\"s3cr3t;x\"", "no such database", "3D000")]
    [InlineData("Username=guest", "CREATE", "42501")]
    [InlineData("Username=reader", "read-only", "25006")]
    [InlineData("Database=latin", "UTF8", "")]
    [InlineData("Port=1", "cannot be reached", "")]
    public async Task What_keeps_an_inbox_from_opening_is_told(string change, string words, string state)
    {
        NpgsqlConnectionStringBuilder settings = new(Server.ConnectionString);
        foreach ((string key, object value) in new NpgsqlConnectionStringBuilder(change).Select(static p => (p.Key, p.Value!)))
        {
            settings[key] = value;
        }

        InboxUnavailableException e = await Assert.ThrowsAsync<InboxUnavailableException>(() => OpenWithAsync(settings.ConnectionString));
        Assert.Contains(words, e.Message, StringComparison.Ordinal);
        Assert.Contains(state, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", e.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Host=127.0.0.1;Passwort=s3cr3t;x")]
    [InlineData("Host=127.0.0.1;Password=a;s3cr3t=x")]
    [InlineData("Host=127.0.0.1;Port=s3cr3t")]
    [InlineData("s3cr3t")]
    [InlineData("Password=s3cr3t")]
    public async Task A_connection_string_that_makes_no_sense_is_refused_without_being_shown(string connectionString)
    {
        ArgumentException e = await Assert.ThrowsAsync<ArgumentException>(() => OpenWithAsync(connectionString));
        Assert.DoesNotContain("s3cr3t", e.ToString(), StringComparison.Ordinal);
        Assert.Contains("Host", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Upper")]
    [InlineData("1st")]
    [InlineData("a.b")]
    [InlineData("x; drop table y")]
    public async Task A_name_of_a_schema_is_plain(string name)
    {
        PostgreSqlInboxOptions options = new() { SchemaName = name };
        ArgumentException e = await Assert.ThrowsAsync<ArgumentException>(() =>
            PostgreSqlInbox.OpenAsync(Server.ConnectionString, options, Cancellation));
        Assert.Contains(nameof(options.SchemaName), e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_out_of_range_are_refused_by_name()
    {
        foreach ((string name, PostgreSqlInboxOptions options) in ((string, PostgreSqlInboxOptions)[])
            [
                (nameof(PostgreSqlInboxOptions.Lease), new() { Lease = TimeSpan.Zero }),
                (nameof(PostgreSqlInboxOptions.PartitionInterval), new() { PartitionInterval = TimeSpan.FromDays(32) }),
                (nameof(InboxOptions.QueueCapacity), new() { Inbox = new InboxOptions { QueueCapacity = 0 } }),
            ])
        {
            ArgumentException e = await Assert.ThrowsAnyAsync<ArgumentException>(() =>
                PostgreSqlInbox.OpenAsync(Server.ConnectionString, options with { SchemaName = Schema }, Cancellation));
            Assert.Contains(name, e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_schema_of_a_later_version_is_left_alone()
    {
        await (await OpenAsync()).DisposeAsync();
        await AskAsync<int>("update {schema}.version set number = 99 returning number");
        InvalidDataException e = await Assert.ThrowsAsync<InvalidDataException>(() => OpenAsync());
        Assert.Contains("version 99", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("40001", true)]
    [InlineData("40P01", true)]
    [InlineData("57P01", true)]
    [InlineData("53100", true)]
    [InlineData("08006", true)]
    [InlineData("42P01", true)]
    [InlineData("22021", false)]
    [InlineData("23514", false)]
    [InlineData("54000", false)]
    public void What_a_failure_means_is_told_by_its_state_and_not_by_its_words(string state, bool isOfStore)
    {
        PostgresException refused = new("deadlock, serialization, connection lost: s3cr3t", "FATAL", "FATAL", state);
        Assert.Equal(isOfStore, StoreFault.IsOfStore(refused));
        string told = StoreFault.Tell(refused, "here").Message;
        Assert.Contains(state, told, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_statement_that_fails_is_known_by_its_state_in_whatever_language()
    {
        PostgreSqlInbox inbox = await OpenAsync();
        await AskAsync<string>("alter table {schema}.event rename to aside; select 'done'");
        InboxUnavailableException e = await Assert.ThrowsAsync<InboxUnavailableException>(() => AcceptAsync(inbox, "one"));
        Assert.Contains("42P01", e.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InboxUnavailableException>(() => inbox.ClaimAsync(1, Cancellation).AsTask());
        await Assert.ThrowsAsync<InboxUnavailableException>(() => inbox.GetStatusAsync(Cancellation).AsTask());
        await AskAsync<string>("alter table {schema}.aside rename to event; select 'done'");
        Assert.Equal(IntakeResult.Stored, await AcceptAsync(inbox, "one"));
        Assert.Single(await inbox.ClaimAsync(1, Cancellation));
    }

    [Fact]
    public async Task An_event_that_the_database_refuses_does_not_take_the_others_with_it()
    {
        PostgreSqlInbox inbox = await OpenAsync();
        await AskAsync<string>("alter table {schema}.event add check (category <> 'bad'); select 'done'");
        Task<IntakeResult>[] all = [.. Enumerable.Range(0, 40).Select(i =>
            inbox.AcceptAsync(Incoming(Of(i == 20 ? "bad" : $"event{i}"), Now), Cancellation).AsTask())];
        InboxUnavailableException e = await Assert.ThrowsAsync<InboxUnavailableException>(() => all[20]);
        Assert.Contains("23514", e.Message, StringComparison.Ordinal);
        Assert.All(await Task.WhenAll(all.Where((_, i) => i != 20)), static r => Assert.Equal(IntakeResult.Stored, r));
        Assert.Equal(39, (await inbox.GetStatusAsync(Cancellation)).New);
        for (int left = 39; left > 0;)
        {
            left -= (await ClaimSomeAsync(inbox)).Count;
        }
    }

    [Fact]
    public async Task What_is_answered_is_on_disk_whatever_the_servers_default()
    {
        await AskAsync<string>("alter role tester set synchronous_commit = off; select 'done'");
        PostgreSqlInbox inbox = await OpenAsync();
        await AskAsync<string>(
            "create function {schema}.tell() returns trigger language plpgsql as "
            + "$$ begin new.signed_by := current_setting('synchronous_commit'); return new; end $$; "
            + "create trigger tell before insert on {schema}.event for each row execute function {schema}.tell(); select 'done'");
        await AcceptAsync(inbox, "one");
        await AskAsync<string>("alter role tester reset synchronous_commit; select 'done'");
        Assert.Equal("on", Assert.Single(await inbox.ClaimAsync(1, Cancellation)).SignedBy);
    }

    [Fact]
    public async Task A_closed_inbox_says_so()
    {
        PostgreSqlInbox inbox = await OpenAsync();
        await inbox.DisposeAsync();
        await inbox.DisposeAsync();
        await Assert.ThrowsAsync<InboxUnavailableException>(() => AcceptAsync(inbox, "one"));
        await Assert.ThrowsAsync<InboxUnavailableException>(() => inbox.ClaimAsync(1, Cancellation).AsTask());
        await Assert.ThrowsAsync<InboxUnavailableException>(() => inbox.GetStatusAsync(Cancellation).AsTask());
    }

    private Task<PostgreSqlInbox> OpenWithAsync(string connectionString) =>
        PostgreSqlInbox.OpenAsync(connectionString, new PostgreSqlInboxOptions { SchemaName = Schema }, Cancellation);
}
