using HelpLightning.Webhooks.Sqlite;

namespace HelpLightning.Webhooks.Tests.Sqlite;

internal static class SqliteInboxes
{
    public static SqliteInbox InMemory(InboxOptions options) => SqliteInbox.OpenInMemory(options);
}
