namespace HelpLightning.Webhooks.PostgreSql.Work;

/// <summary>What a look at the database has shown.</summary>
internal sealed class Look
{
    /// <summary>What waits no longer.</summary>
    public List<(long Id, long Call)> Due { get; } = [];

    /// <summary>The calls that other workers have in hand.</summary>
    public HashSet<long> Elsewhere { get; } = [];
}
