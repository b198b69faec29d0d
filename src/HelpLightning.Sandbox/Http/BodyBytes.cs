using HelpLightning.Sandbox.Errors;
using Microsoft.AspNetCore.Http;

namespace HelpLightning.Sandbox.Http;

/// <summary>Reads the whole of a body that has a largest size.</summary>
internal static class BodyBytes
{
    /// <param name="context">The request.</param>
    /// <param name="mostMebibytes">More is refused, before it is read where the headers tell.</param>
    /// <exception cref="SandboxException">It is larger.</exception>
    public static async Task<byte[]> ReadAsync(HttpContext context, int mostMebibytes)
    {
        long most = mostMebibytes * 1024L * 1024;
        if (context.Request.ContentLength > most)
        {
            throw TooLarge(mostMebibytes);
        }

        using MemoryStream whole = new();
        byte[] buffer = new byte[4096];
        int read;
        while ((read = await context.Request.Body.ReadAsync(buffer, context.RequestAborted).ConfigureAwait(false)) > 0)
        {
            whole.Write(buffer, 0, read);
            if (whole.Length > most)
            {
                throw TooLarge(mostMebibytes);
            }
        }

        return whole.ToArray();
    }

    private static SandboxException TooLarge(int mostMebibytes) =>
        new(413, VendorCode.InvalidMethodParameter, $"The body is larger than {mostMebibytes} MiB.");
}
