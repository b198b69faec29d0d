namespace HelpLightning.Sandbox.Errors;

/// <summary>The vendor's error numbers that the sandbox answers with.</summary>
internal static class VendorCode
{
    public const int GenericException = 100;
    public const int PermissionDenied = 202;
    public const int InvalidMethod = 401;
    public const int InvalidMethodParameter = 402;
    public const int ExpiredToken = 1003;
    public const int UnknownContact = 1040;
    public const int InvalidToken = 1042;
}
