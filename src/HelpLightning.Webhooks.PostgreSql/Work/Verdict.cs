namespace HelpLightning.Webhooks.PostgreSql.Work;

/// <summary>What became of a candidate. The numbers are in a statement.</summary>
internal enum Verdict
{
    /// <summary>It may be claimed another time.</summary>
    Stays = 0,

    /// <summary>It is claimed.</summary>
    Taken = 1,

    /// <summary>It is known what came of it, or it waits, and comes back when it is due.</summary>
    NotNew = 2,
}
