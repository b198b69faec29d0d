using HelpLightning.Webhooks.PostgreSql;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using static HelpLightning.Webhooks.Tests.Inbox.Bodies;

namespace HelpLightning.Webhooks.Tests.PostgreSql;

/// <summary>A schema of the test's own, and several inboxes on it.</summary>
[Collection<OnePostgres>]
public abstract class PostgresTest : IAsyncLifetime
{
    private readonly List<PostgreSqlInbox> _open = [];

    protected PostgresTest(PostgresServer server)
    {
        PostgresServer.Require();
        Server = server;
        Schema = server.NewSchema();
        Database = NpgsqlDataSource.Create(server.ConnectionString);
    }

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected PostgresServer Server { get; }

    protected string Schema { get; }

    /// <summary>For what a test does behind the inbox's back.</summary>
    protected NpgsqlDataSource Database { get; }

    protected FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 29, 8, 0, 0, TimeSpan.Zero));

    protected DateTimeOffset Now => Clock.GetUtcNow();

    protected async Task<PostgreSqlInbox> OpenAsync(TimeSpan? lease = null, string? schema = null)
    {
        PostgreSqlInbox inbox = await PostgreSqlInbox.OpenAsync(
            Server.ConnectionString,
            new PostgreSqlInboxOptions
            {
                SchemaName = schema ?? Schema,
                Lease = lease ?? TimeSpan.FromSeconds(30),
                // A clock that is set on by days rings for every twentieth of it.
                Inbox = new InboxOptions { TimeProvider = Clock, AnswerWithin = TimeSpan.FromMinutes(1) },
            },
            Cancellation);
        lock (_open)
        {
            _open.Add(inbox);
        }

        return inbox;
    }

    protected async Task<IntakeResult> AcceptAsync(IWebhookInbox inbox, string category, string? call = null) =>
        await inbox.AcceptAsync(Incoming(Of(category, call), Now), Cancellation);

    /// <summary>Claims until something comes, as after a lease or behind a transaction that is under way.</summary>
    protected static async Task<IReadOnlyList<InboxEvent>> ClaimSomeAsync(IWebhookInbox inbox, int limit = 100)
    {
        while (true)
        {
            if (await inbox.ClaimAsync(limit, Cancellation) is { Count: > 0 } claimed)
            {
                return claimed;
            }

            await inbox.WaitForEventsAsync(Cancellation);
        }
    }

    protected static async Task HandleAsync(IWebhookInbox inbox, IEnumerable<InboxEvent> claimed) =>
        await inbox.SettleAsync([.. claimed.Select(Settlement.Handled)], Cancellation);

    protected async Task<T> AskAsync<T>(string sql)
    {
        await using NpgsqlCommand command = Database.CreateCommand(sql.Replace("{schema}", Schema, StringComparison.Ordinal));
        return (T)(await command.ExecuteScalarAsync(Cancellation))!;
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (PostgreSqlInbox inbox in _open)
        {
            await inbox.DisposeAsync();
        }

        await Database.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
