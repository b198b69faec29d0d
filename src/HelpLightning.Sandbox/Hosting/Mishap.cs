using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;

namespace HelpLightning.Sandbox.Hosting;

/// <summary>
/// How a request is answered that came to nothing by the caller's doing, or by the machine's: only what is left is a defect
/// of the sandbox.
/// </summary>
internal static class Mishap
{
    /// <summary>Null when it is a defect.</summary>
    public static SandboxException? Answer(Exception failure, HttpContext context, string? dataFile) => failure switch
    {
        // Kestrel knows what was wrong with the request: too large, too slow, or not what its headers announced.
        BadHttpRequestException e => new SandboxException(e.StatusCode, VendorCode.InvalidMethodParameter, Words(e)),
        IOException when context.RequestAborted.IsCancellationRequested => new SandboxException(
            StatusCodes.Status499ClientClosedRequest, VendorCode.GenericException, "The caller hung up before the body was there."),
        SqliteException e when DataFileTrouble.Of(e) is { } trouble => new SandboxException(
            trouble.Status, VendorCode.GenericException, trouble.About(dataFile)),
        _ => null,
    };

    private static string Words(BadHttpRequestException e) => e.StatusCode switch
    {
        StatusCodes.Status413PayloadTooLarge => "The body is larger than the sandbox takes.",
        StatusCodes.Status408RequestTimeout => "The rest of the body did not come in time.",
        _ => $"The request is malformed: {e.Message.TrimEnd('.')}.",
    };
}
