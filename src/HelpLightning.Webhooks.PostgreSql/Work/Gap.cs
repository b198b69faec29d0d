namespace HelpLightning.Webhooks.PostgreSql.Work;

/// <summary>
/// Numbers of which no event was seen, though later ones were: their transaction is not over yet, or was called off. If all transactions
/// are over that had begun when the gap was seen, nothing will come.
/// </summary>
/// <param name="First">The first missing number.</param>
/// <param name="Last">The last.</param>
internal sealed record Gap(long First, long Last)
{
    /// <summary>A number of a transaction that began after the gap was seen; null until there is one.</summary>
    public long? Barrier { get; set; }

    /// <summary>When it was seen, a timestamp.</summary>
    public long Since { get; init; }

    /// <param name="horizon">All transactions below it are over.</param>
    public bool IsForEver(long horizon) => horizon >= Barrier;
}
