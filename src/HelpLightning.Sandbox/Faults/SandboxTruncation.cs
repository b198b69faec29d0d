namespace HelpLightning.Sandbox;

/// <summary>How a fault cuts a body in the middle.</summary>
public enum SandboxTruncation
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary><c>Content-Length</c> tells of the whole body, and the connection ends (TCP FIN) before it has come.</summary>
    Unfinished,

    /// <summary><c>Content-Length</c> tells of the half that comes, so that only a reader of the content can see it.</summary>
    Quiet,
}
