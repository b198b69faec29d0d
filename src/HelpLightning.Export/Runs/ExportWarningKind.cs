namespace HelpLightning.Export;

/// <summary>What an export warns of.</summary>
public enum ExportWarningKind
{
    /// <summary>
    /// The last run is in the server's future, so the clock it was dated by was wrong. Everything was exported instead of what changed.
    /// </summary>
    LastRunInFuture,

    /// <summary>The tables are written otherwise than those of the last run. Everything was exported instead of what changed.</summary>
    FormChanged,

    /// <summary>
    /// The server does not tell its time, so this machine's clock was taken. The next run asks for a day more than it would need.
    /// </summary>
    NoServerTime,

    /// <summary>Fewer rows came than the server had announced. Rows may have gone meanwhile, or are missing here.</summary>
    RowsMissing,

    /// <summary>The call report, which alone tells comments, was refused or failed: their table has none of this run.</summary>
    CommentsMissing,
}
