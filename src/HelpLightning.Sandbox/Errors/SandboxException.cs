namespace HelpLightning.Sandbox.Errors;

/// <summary>Ends a request with an error answer.</summary>
internal sealed class SandboxException(int status, int code, string message) : Exception(message)
{
    public int Status { get; } = status;

    public int Code { get; } = code;

    public static SandboxException BadParameter(string message) => new(400, VendorCode.InvalidMethodParameter, message);

    /// <summary>For things that have no code of their own in the vendor's table.</summary>
    public static SandboxException NotFound(string message) => new(404, VendorCode.GenericException, message);
}
