namespace HelpLightning.Cli.Doctor;

/// <summary>What came of a check.</summary>
internal enum CheckStatus
{
    Ok,

    /// <summary>It works, but somebody should look at it.</summary>
    Warning,

    Failed,

    /// <summary>It does not apply, or an earlier one failed that it rests on.</summary>
    Skipped,
}
