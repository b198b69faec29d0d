using System.Security.Cryptography;
using System.Text;
using HelpLightning.PartnerKeys;
using HelpLightning.Sandbox.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace HelpLightning.Sandbox.Authentication;

/// <summary>
/// Who may pass: first the API key, then the partner token. Every refusal says why, because here nobody is an attacker
/// and everybody is learning.
/// </summary>
internal sealed class Gate(HelpLightningSandboxOptions options, string apiKey)
{
    private const string ApiKeyHeader = "x-helplightning-api-key";

    /// <summary>Where the request log finds what was decided.</summary>
    public static readonly object VerdictItem = new();

    private readonly byte[] _apiKeyHash = SHA256.HashData(Encoding.UTF8.GetBytes(apiKey));

    private readonly PartnerTokenVerifier _verifier = new(
        options.SiteId, options.PartnerPublicKeys, new PartnerTokenVerifierOptions { TimeProvider = options.TimeProvider });

    /// <summary>Lets only requests through that carry the API key and a valid partner token.</summary>
    public RequestDelegate Guard(RequestDelegate next) => async context =>
    {
        RequireApiKey(context);
        PartnerTokenVerdict verdict = Judge(context);
        context.Items[VerdictItem] = verdict.Message;
        if (verdict.IsValid)
        {
            await next(context).ConfigureAwait(false);
        }
        else if (verdict.Problem != PartnerTokenProblem.Expired)
        {
            throw Refused(verdict.Message);
        }
        else if (options.ExpiredTokenAnswer == ExpiredTokenAnswer.Unauthorized401Text)
        {
            await ErrorAnswer.WriteExpiredTextAsync(context).ConfigureAwait(false);
        }
        else
        {
            throw new SandboxException(400, VendorCode.ExpiredToken, $"The partner token is refused: {verdict.Message}.");
        }
    };

    private static SandboxException Refused(string reason) =>
        new(401, VendorCode.InvalidToken, $"The partner token is refused: {reason}.");

    private void RequireApiKey(HttpContext context)
    {
        StringValues given = context.Request.Headers[ApiKeyHeader];
        if (given.Count == 0 || string.IsNullOrEmpty(given[0]))
        {
            throw ApiKeyRefused($"The API key is missing: every call carries the header {ApiKeyHeader}.");
        }

        // Hashes have one length, so the comparison takes the same time for every wrong key.
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(given.ToString()));
        if (!CryptographicOperations.FixedTimeEquals(hash, _apiKeyHash))
        {
            throw ApiKeyRefused("The API key is not one of this site's.");
        }
    }

    private SandboxException ApiKeyRefused(string message) => new(options.ApiKeyRefusalStatus, VendorCode.PermissionDenied, message);

    private PartnerTokenVerdict Judge(HttpContext context)
    {
        StringValues given = context.Request.Headers.Authorization;
        if (given.Count > 1)
        {
            throw Refused("there is more than one Authorization header");
        }

        string? token = given.Count == 0 ? null : given[0];
        return token is not null && token.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
            ? throw Refused("it comes with 'Bearer ', and Help Lightning wants the raw token in the Authorization header")
            : _verifier.Verify(token);
    }
}
