using HelpLightning.Files;

namespace HelpLightning.Export.Files;

/// <summary>How the files of an export are written. Whoever writes them has a lock on their folder.</summary>
internal static class ExportRules
{
    /// <summary>What the next run goes on from, and what lies beside people's data.</summary>
    public static FileRule State { get; } = new() { IsPrivate = true, IsStored = true, IsUnderLock = true };

    /// <summary>What lies in a folder of attachments, as open as they are.</summary>
    public static FileRule List { get; } = State with { IsPrivate = false };
}
