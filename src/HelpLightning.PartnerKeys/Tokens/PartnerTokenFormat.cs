namespace HelpLightning.PartnerKeys;

/// <summary>The fixed parts of a partner token, as Help Lightning's tutorial gives them.</summary>
internal static class PartnerTokenFormat
{
    public const string Issuer = "Ghazal";
    public const string Audience = "Ghazal";
    public const string SubjectPrefix = "Partner:";

    /// <summary>Digits of the latest instant that <see cref="DateTimeOffset"/> knows, in seconds: 253402300799.</summary>
    public const int LongestExpiry = 12;

    /// <summary>The header that every partner token of ours has.</summary>
    public static ReadOnlySpan<byte> Header => """{"alg":"RS256","typ":"JWT"}"""u8;

    /// <summary>The same in base64url.</summary>
    public static ReadOnlySpan<byte> EncodedHeader => "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9"u8;
}
