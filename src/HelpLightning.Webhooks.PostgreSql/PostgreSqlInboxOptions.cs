namespace HelpLightning.Webhooks.PostgreSql;

/// <summary>How an inbox in PostgreSQL is kept. Inboxes of one schema may differ in all but the schema and the partition
/// interval.</summary>
public sealed record PostgreSqlInboxOptions
{
    /// <summary>
    /// The schema that holds the tables; it is made when it is missing. Nothing else should be in it. 1 to 63 characters: a to z, digits
    /// and underscores, no digit first.
    /// </summary>
    public string SchemaName { get; init; } = "help_lightning_webhooks";

    /// <summary>
    /// How long a worker that is not heard of keeps what it has claimed; then others get it. Measured by the server's clock, which all
    /// workers share. 10 s to 1 hour; a worker renews it every 5 seconds.
    /// </summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How much time the events of one partition span: events are removed by whole partitions, so that some are kept that much longer.
    /// 1 hour to 31 days.
    /// </summary>
    public TimeSpan PartitionInterval { get; init; } = TimeSpan.FromDays(1);

    /// <summary>What is the same for every inbox: time and room.</summary>
    public InboxOptions Inbox { get; init; } = new();

    /// <exception cref="ArgumentException">A value is out of its range; the message says which one.</exception>
    internal void Check()
    {
        ArgumentNullException.ThrowIfNull(Inbox);
        Check(nameof(Lease), Lease, TimeSpan.FromSeconds(10), TimeSpan.FromHours(1));
        Check(nameof(PartitionInterval), PartitionInterval, TimeSpan.FromHours(1), TimeSpan.FromDays(31));
        if (SchemaName is not { Length: >= 1 and <= 63 } || char.IsAsciiDigit(SchemaName[0]) || !SchemaName.All(IsPlain))
        {
            throw new ArgumentException(
                $"{nameof(SchemaName)} has to be 1 to 63 characters: a to z, digits and underscores, no digit first.", nameof(SchemaName));
        }
    }

    private static bool IsPlain(char c) => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '_';

    private static void Check(string name, TimeSpan value, TimeSpan least, TimeSpan most)
    {
        if (value < least || value > most)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} has to be {least} to {most}.");
        }
    }
}
