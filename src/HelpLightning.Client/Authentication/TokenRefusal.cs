using System.Net;

namespace HelpLightning.Client;

/// <summary>How an answer says that it did not accept the token: both ways have been seen for an expired one.</summary>
internal static class TokenRefusal
{
    /// <summary>Says so with the vendor's code 1003 ("token out of date") in the body; 401 does by itself.</summary>
    public const HttpStatusCode StatusWithCode = HttpStatusCode.BadRequest;

    public static bool Is(HttpStatusCode status, ErrorBody body) =>
        status == HttpStatusCode.Unauthorized || (status == StatusWithCode && body.Code == VendorCodes.ExpiredToken);
}
