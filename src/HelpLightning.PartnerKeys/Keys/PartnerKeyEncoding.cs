namespace HelpLightning.PartnerKeys;

/// <summary>How a key's structure is written down.</summary>
public enum PartnerKeyEncoding
{
    /// <summary>Text between BEGIN and END lines (RFC 7468).</summary>
    Pem,

    /// <summary>The bytes themselves.</summary>
    Der,

    /// <summary>Base64 of the bytes without BEGIN and END lines, as Help Lightning's Salesforce package stores it.</summary>
    Base64,

    /// <summary>Hexadecimal digits of the bytes.</summary>
    Hex,

    /// <summary>A JSON document.</summary>
    Json,

    /// <summary>An XML document.</summary>
    Xml,
}
