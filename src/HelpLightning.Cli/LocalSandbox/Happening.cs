namespace HelpLightning.Cli.LocalSandbox;

/// <summary>What was made to happen in a sandbox.</summary>
/// <param name="Type">The type of its event.</param>
/// <param name="Category">The category of its event.</param>
internal sealed record Happening(string Type, string Category)
{
    /// <summary>The call it happened in.</summary>
    public string? CallId { get; init; }

    /// <summary>Was the call begun for it?</summary>
    public bool IsNewCall { get; init; }

    /// <summary>Of an attachment.</summary>
    public string? AttachmentUuid { get; init; }

    /// <summary>Who came or left, where that was somebody made up.</summary>
    public long? UserId { get; init; }

    /// <summary>Was the event alone sent, without anything that has happened?</summary>
    public bool IsMadeUp { get; init; }
}
