using HelpLightning.Webhooks.PostgreSql;
using HelpLightning.Webhooks.Tests.Inbox;

namespace HelpLightning.Webhooks.Tests.PostgreSql;

/// <summary>The contract, kept by PostgreSQL.</summary>
[Collection<OnePostgres>]
public sealed class PostgreSqlInboxContractTests : InboxContract
{
    private readonly PostgresServer _server;
    private readonly string _schema;

    public PostgreSqlInboxContractTests(PostgresServer server)
    {
        PostgresServer.Require();
        _server = server;
        _schema = server.NewSchema();
    }

    protected override async ValueTask<IWebhookInbox> OpenAsync(InboxOptions options) => await PostgreSqlInbox.OpenAsync(
        _server.ConnectionString, new PostgreSqlInboxOptions { SchemaName = _schema, Inbox = options }, Cancellation);
}
