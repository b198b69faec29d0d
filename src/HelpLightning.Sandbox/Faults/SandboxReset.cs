namespace HelpLightning.Sandbox;

/// <summary>When a fault breaks the connection (TCP RST, not an orderly end).</summary>
public enum SandboxReset
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Before anything is done.</summary>
    Before,

    /// <summary>After the request was carried out, before the first byte of the answer: the caller cannot know that it was.</summary>
    After,

    /// <summary>In the middle of the body.</summary>
    Body,
}
