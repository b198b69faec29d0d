using HelpLightning.Webhooks.Sqlite;
using HelpLightning.Webhooks.Tests.Inbox;

namespace HelpLightning.Webhooks.Tests.Sqlite;

/// <summary>The contract, kept by a SQLite file.</summary>
public sealed class SqliteInboxContractTests : InboxContract
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hl-inbox-").FullName;

    protected override ValueTask<IWebhookInbox> OpenAsync(InboxOptions options) =>
        ValueTask.FromResult<IWebhookInbox>(SqliteInbox.Open(Path.Combine(_folder, "inbox.sqlite"), options));

    protected override ValueTask RemoveAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
