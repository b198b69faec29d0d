namespace HelpLightning.Export;

/// <summary>What became of an attachment, as the log writes it.</summary>
internal enum AttachmentState
{
    /// <summary>A part of it is there.</summary>
    Begun,

    Downloaded,

    /// <summary>The server has it not.</summary>
    Gone,

    Failed,
}
