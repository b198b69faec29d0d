using System.Collections.Frozen;

namespace HelpLightning.Client;

/// <summary>The vendor's error numbers and their names, from the text catalogue of its iOS SDK.</summary>
internal static class VendorCodes
{
    public const int AuthenticationFailed = 201;
    public const int PermissionDenied = 202;
    public const int ExpiredToken = 1003;
    public const int InvalidToken = 1042;

    private static readonly FrozenDictionary<int, string> Names = new Dictionary<int, string>
    {
        [100] = "GENERIC_EXCEPTION",
        [101] = "TIMEOUT_EXCEPTION",
        [200] = "AUTHENTICATION_EXCEPTION",
        [201] = "AUTHENTICATION_FAILED",
        [202] = "PERMISSION_DENIED",
        [300] = "SESSION_EXCEPTION",
        [301] = "INVALID_SESSION",
        [302] = "INVALID_STATE_CHANGE",
        [303] = "SESSION_USER_EXCEEDED",
        [400] = "METHOD_EXCEPTION",
        [401] = "INVALID_METHOD",
        [402] = "INVALID_METHOD_PARAMETER",
        [1000] = "ALREADY_CONFIRMED",
        [1001] = "EMAIL_TAKEN",
        [1002] = "EXISTING_CONTACT",
        [1003] = "EXPIRED_TOKEN",
        [1004] = "IMAGE_SIZE_OVER_LIMIT",
        [1005] = "INVALID_EMAIL",
        [1006] = "INVALID_IMAGE",
        [1007] = "INVALID_NAME",
        [1008] = "INVALID_PASSWORD",
        [1009] = "INVALID_SEARCH_TERM",
        [1010] = "INVALID_STATUS",
        [1011] = "INVALID_USERNAME",
        [1012] = "UNKNOWN_EMAIL",
        [1013] = "UNKNOWN_CONTACT_REQUEST",
        [1014] = "UNKNOWN_PUSH_ID",
        [1015] = "UNKNOWN_REGISTRATION",
        [1016] = "USERNAME_TAKEN",
        [1017] = "INVALID_TAG",
        [1031] = "EXISTING_CONTACT_REQUEST",
        [1032] = "CONTACT_REQUEST_DIRECTION",
        [1033] = "CONTACT_REQUEST_ACTION",
        [1034] = "INVALID_PIN",
        [1040] = "UNKNOWN_CONTACT",
        [1041] = "ACCOUNT_DEACTIVATED",
        [1042] = "INVALID_TOKEN",
        [1043] = "DATA_UNAVAILABLE",
        [1044] = "ACCOUNT_UNCONFIRMED",
        [1048] = "INVALID_E164_NUMBER",
        [1049] = "INVALID_MOBILE_NUMBER",
        [1050] = "BLACKLISTED_MOBILE_NUMBER",
        [1051] = "LINK_EXPIRED",
        [1052] = "USER_NOT_REACHABLE",
        [1053] = "CALL_BUSY",
        [1054] = "USER_NOT_AVAILABLE",
    }.ToFrozenDictionary();

    /// <summary>
    /// Null for a number that is not known. 203 to 209 have no names of their own: the catalogue has one text, about
    /// signing in with an HP ID, for the range from 200.
    /// </summary>
    public static string? NameOf(int? code) => code switch
    {
        { } known when Names.TryGetValue(known, out string? name) => name,
        > 202 and < 210 => "HP_ID_SIGN_IN",
        _ => null,
    };

    /// <summary>Does it say that something of the kind is there already?</summary>
    public static bool IsConflict(int? code) => code is 302 or 1000 or 1001 or 1002 or 1016 or 1031;
}
