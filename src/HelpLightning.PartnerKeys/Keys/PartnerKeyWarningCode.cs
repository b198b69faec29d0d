namespace HelpLightning.PartnerKeys;

/// <summary>What a <see cref="PartnerKeyWarning"/> is about.</summary>
public enum PartnerKeyWarningCode
{
    /// <summary>1024 to 2047 bits. RFC 7518 section 3.3 asks for 2048 or more.</summary>
    KeySizeBelow2048,

    /// <summary>The file's permissions let other users of the machine read it.</summary>
    FileReadableByOthers,

    /// <summary>A PIN stands in the key's URI, and so in a command line or a settings file.</summary>
    PinInUri,
}
