namespace HelpLightning.Sandbox.Errors;

/// <summary>The vendor's error numbers that the sandbox answers with.</summary>
internal static class VendorCode
{
    public const int GenericException = 100;
    public const int AuthenticationException = 200;
    public const int AuthenticationFailed = 201;
    public const int PermissionDenied = 202;
    public const int InvalidSession = 301;
    public const int InvalidStateChange = 302;
    public const int InvalidMethod = 401;
    public const int InvalidMethodParameter = 402;
    public const int EmailTaken = 1001;
    public const int ExpiredToken = 1003;
    public const int InvalidEmail = 1005;
    public const int InvalidName = 1007;
    public const int InvalidSearchTerm = 1009;
    public const int UnknownEmail = 1012;
    public const int UnknownContact = 1040;
    public const int AccountDeactivated = 1041;
    public const int InvalidToken = 1042;
    public const int AccountUnconfirmed = 1044;
    public const int InvalidE164Number = 1048;
}
