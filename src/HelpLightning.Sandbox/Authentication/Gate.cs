using HelpLightning.PartnerKeys;
using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace HelpLightning.Sandbox.Authentication;

/// <summary>
/// Who may pass: first the API key, then the token, then its kind. Every refusal says why, because here nobody is an
/// attacker and everybody is learning.
/// </summary>
internal sealed class Gate(
    SandboxDatabase database, ApiKeyStore apiKeys, PartnerKeyStore partnerKeys, TokenIssuer tokens, HelpLightningSandboxOptions options,
    TimeProvider clock)
{
    private const string ApiKeyHeader = "x-helplightning-api-key";

    /// <summary>Where the request log finds what was decided.</summary>
    public static readonly object VerdictItem = new();

    /// <summary>Tells who calls, or throws what the caller is answered.</summary>
    public Caller Admit(HttpContext context, TokenKinds kinds)
    {
        RequireApiKey(context);
        if (kinds == TokenKinds.None)
        {
            context.Items[VerdictItem] = "no token is needed here";
            return Caller.Anonymous;
        }

        string? token = Token(context);
        Caller caller = TokenIssuer.IsOurs(token) ? Issued(context, token!) : Partner(context, token);
        return (kinds & caller.Kind) != 0 ? caller : throw new SandboxException(
            options.WrongTokenKindStatus, VendorCode.PermissionDenied,
            $"This route wants {Names(kinds)}, and this is {Names(caller.Kind)}.");
    }

    /// <summary>The person of a contact or user token in a body.</summary>
    public long PersonOf(string token, TokenKinds kinds, string parameter)
    {
        IssuedToken issued = tokens.Read(token)
            ?? throw SandboxException.BadParameter($"Parameter '{parameter}': that is not a token of this sandbox.");
        if (tokens.HasExpired(issued))
        {
            throw new SandboxException(400, VendorCode.ExpiredToken, $"Parameter '{parameter}': the token has expired.");
        }

        return (kinds & issued.Kind) != 0 ? issued.UserId
            : throw SandboxException.BadParameter($"Parameter '{parameter}' wants {Names(kinds)}, and this is {Names(issued.Kind)}.");
    }

    /// <summary>Names kinds of token in words: "a user token or a partner token".</summary>
    public static string Names(TokenKinds kinds) => string.Join(" or ", Enum.GetValues<TokenKinds>()
        .Where(k => k != TokenKinds.None && k != TokenKinds.AnyEnterprise && kinds.HasFlag(k))
        .Select(k => k switch
        {
            TokenKinds.Enterprise => "an enterprise token",
            TokenKinds.Gss => "a GSS token",
            _ => $"a {k.ToString().ToLowerInvariant()} token",
        }));

    private static SandboxException Refused(string reason) => new(401, VendorCode.InvalidToken, $"The token is refused: {reason}.");

    private static string? Token(HttpContext context)
    {
        StringValues given = context.Request.Headers.Authorization;
        if (given.Count > 1)
        {
            throw Refused("there is more than one Authorization header");
        }

        string? token = given.Count == 0 ? null : given[0];
        return token is not null && token.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
            ? throw Refused("it comes with 'Bearer ', and Help Lightning wants the raw token in the Authorization header")
            : token;
    }

    private void RequireApiKey(HttpContext context)
    {
        StringValues given = context.Request.Headers[ApiKeyHeader];
        if (given.Count == 0 || string.IsNullOrEmpty(given[0]))
        {
            throw ApiKeyRefused($"The API key is missing: every call carries the header {ApiKeyHeader}.");
        }

        if (given.Count > 1 || !apiKeys.Accepts(given[0]!))
        {
            throw ApiKeyRefused("The API key is not one of this site's.");
        }
    }

    private SandboxException ApiKeyRefused(string message) => new(options.ApiKeyRefusalStatus, VendorCode.PermissionDenied, message);

    private Caller Partner(HttpContext context, string? token)
    {
        PartnerTokenVerdict verdict = partnerKeys.Verify(token, out Caller? caller);
        context.Items[VerdictItem] = verdict.Message;
        if (caller is not null)
        {
            return caller;
        }

        throw verdict.Problem == PartnerTokenProblem.Expired
            ? new ExpiredTokenException($"The partner token is refused: {verdict.Message}.")
            : new SandboxException(401, VendorCode.InvalidToken, $"The partner token is refused: {verdict.Message}.");
    }

    private Caller Issued(HttpContext context, string token)
    {
        IssuedToken issued = tokens.Read(token) ?? throw Refused("it is not one that this sandbox has issued, or was changed");
        context.Items[VerdictItem] = $"{Names(issued.Kind)} for {(issued.UserId > 0 ? $"user {issued.UserId}" : $"site {issued.Subject}")}";
        if (tokens.HasExpired(issued))
        {
            long ago = clock.GetUtcNow().ToUnixTimeSeconds() - issued.ExpiresAt;
            throw new ExpiredTokenException($"The token is refused: expired {ago} s ago.");
        }

        return database.Read(db => issued.Kind == TokenKinds.Enterprise ? Enterprise(db, issued) : Person(db, issued));
    }

    private static Caller Enterprise(Db db, IssuedToken issued)
    {
        long site = long.Parse(issued.Subject, System.Globalization.CultureInfo.InvariantCulture);
        using Rows rows = db.Query("SELECT parent_id FROM sites WHERE id = ?1", site);
        if (!rows.Next())
        {
            throw Refused($"there is no site {site} any more");
        }

        bool isWorkspace = !rows.IsNull(0);
        return new Caller(isWorkspace ? TokenKinds.Workspace : TokenKinds.Enterprise, site, isWorkspace);
    }

    private static Caller Person(Db db, IssuedToken issued)
    {
        using Rows rows = db.Query(
            "SELECT u.site_id, u.active, s.parent_id FROM users u LEFT JOIN sites s ON s.id = u.site_id WHERE u.id = ?1", issued.UserId);
        if (!rows.Next())
        {
            throw Refused($"there is no user {issued.UserId} any more");
        }

        if (!rows.Flag(1))
        {
            throw new SandboxException(403, VendorCode.AccountDeactivated, $"User {issued.UserId} is deactivated.");
        }

        return issued.Kind switch
        {
            TokenKinds.Session or TokenKinds.Gss => new Caller(issued.Kind, rows.Number(0), !rows.IsNull(2), issued.UserId, issued.Subject),
            TokenKinds.Workbox => new Caller(
                issued.Kind, rows.Number(0), !rows.IsNull(2), issued.UserId, "",
                long.Parse(issued.Subject, System.Globalization.CultureInfo.InvariantCulture)),
            _ => new Caller(issued.Kind, rows.Number(0), !rows.IsNull(2), issued.UserId),
        };
    }
}
