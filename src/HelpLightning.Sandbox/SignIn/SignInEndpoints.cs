using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using HelpLightning.Sandbox.Authentication;
using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Errors;
using HelpLightning.Sandbox.Json;
using HelpLightning.Sandbox.Routing;
using HelpLightning.Sandbox.Time;
using HelpLightning.Sandbox.Users;

namespace HelpLightning.Sandbox.SignIn;

/// <summary>How people, rather than partners, come by a token.</summary>
internal sealed class SignInEndpoints(TokenIssuer tokens, HelpLightningSandboxOptions options, TimeProvider clock)
{
    private static readonly BodyField Email = new("email", BodyFieldType.Text, IsRequired: true);

    public IEnumerable<ApiRoute> Routes =>
    [
        SignIn("/api/v1/auth"),
        SignIn("/api/v1r1/auth"),
        new(
            "POST", "/api/v1/auth/refresh", TokenKinds.None, "Exchanges a refresh token for a token and the next refresh token",
            RefreshAsync)
        {
            Body = [new("refresh_token", BodyFieldType.Text, IsRequired: true)], Reply = "TokenWithRefresh", Group = "Authentication",
        },
        new("POST", "/api/v1r1/auth/pat", TokenKinds.None, "Exchanges a personal access token for a user token", PersonalTokenAsync)
        {
            Body = [new("token", BodyFieldType.Text, IsRequired: true)], Reply = "TokenWithRefresh", Group = "Authentication",
        },
        new("POST", "/auth/federate", TokenKinds.None, "Tells how somebody signs in", FederateAsync)
        {
            Body = [Email], Reply = "Federation", Group = "Authentication",
        },
        new("POST", "/api/v1/anonymous/auth", TokenKinds.None, "Lets somebody in without an account", AnonymousAsync)
        {
            Body = [new("display_name", BodyFieldType.Text, IsRequired: true)], Reply = "Token", Group = "Authentication",
        },
        new(
            "GET", "/api/v1/enterprises", TokenKinds.User, "Exchanges the user token of an administrator for an enterprise token",
            EnterprisesAsync)
        {
            Reply = "EnterpriseTokens", Group = "Authentication",
        },
    ];

    /// <summary>Whether somebody may sign in at all.</summary>
    public static void RequireUsable(Db db, long userId)
    {
        using Rows rows = db.Query("SELECT active, is_confirmed FROM users WHERE id = ?1", userId);
        if (!rows.Next() || !rows.Flag(0))
        {
            throw new SandboxException(403, VendorCode.AccountDeactivated, "This account is deactivated.");
        }

        if (!rows.Flag(1))
        {
            throw new SandboxException(403, VendorCode.AccountUnconfirmed, "This account has not been confirmed yet.");
        }
    }

    /// <summary>Who signs in with an address: the login of the site, or else a user of one of its workspaces.</summary>
    public static long? FindLogin(Db db, string email) =>
        db.FindNumber("SELECT id FROM users WHERE email = ?1 ORDER BY primary_id IS NOT NULL, id LIMIT 1", email);

    private ApiRoute SignIn(string path) =>
        new("POST", path, TokenKinds.None, "Exchanges e-mail and password for a user token", PasswordAsync)
        {
            Body = [Email, new("password", BodyFieldType.Text, IsRequired: true)],
            Reply = "TokenWithRefresh",
            Group = "Authentication",
        };

    private Task PasswordAsync(ApiRequest request)
    {
        string email = request.Body.FilledText("email");
        bool isRight = CryptographicOperations.FixedTimeEquals(Hash(request.Body.FilledText("password")), Hash(options.UserPassword));
        return request.WriteAsync((db, json) =>
        {
            long? user = FindLogin(db, email);
            if (user is null || !isRight || db.FindText("SELECT provider FROM users WHERE id = ?1", user) is not "")
            {
                throw new SandboxException(401, VendorCode.AuthenticationFailed, "E-mail and password do not fit together.");
            }

            RequireUsable(db, user.Value);
            WriteTokens(db, json, user.Value);
        });
    }

    private Task RefreshAsync(ApiRequest request) => request.WriteAsync((db, json) =>
    {
        long user = Credentials.Redeem(db, request.Body.FilledText("refresh_token"), clock.GetUtcNow());
        RequireUsable(db, user);
        WriteTokens(db, json, user);
    });

    private Task PersonalTokenAsync(ApiRequest request) => request.WriteAsync((db, json) =>
    {
        long user = Credentials.PersonOf(db, request.Body.FilledText("token"));
        RequireUsable(db, user);
        WriteTokens(db, json, user);
    });

    private Task FederateAsync(ApiRequest request) => request.ReadAsync((db, json) =>
    {
        string email = request.Body.FilledText("email");
        long user = FindLogin(db, email)
            ?? throw new SandboxException(404, VendorCode.UnknownEmail, "Parameter 'email': nobody here has this address.");
        bool isPassword = db.FindText("SELECT provider FROM users WHERE id = ?1", user) is "";
        json.WriteStartObject();
        json.WriteString("type"u8, isPassword ? "password"u8 : "oauth2"u8);
        if (!isPassword)
        {
            json.WriteStartObject("oauth2"u8);
            json.WriteString("url"u8, request.Host + BrowserSignIn.Path);
            json.WriteString("email"u8, email);
            json.WriteStartObject("parameters"u8);
            json.WriteBoolean("login_hint"u8, true);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndObject();
    });

    private Task AnonymousAsync(ApiRequest request)
    {
        string name = Invitation.RequireName(request.Body.FilledText("display_name"));
        return request.WriteAsync((db, json) =>
        {
            long id = UserStore.Add(db, UserRow.Anonymous(name, VendorTime.Now(clock)));
            json.WriteStartObject();
            json.WriteString("token"u8, tokens.SignInToken(id));
            json.WriteEndObject();
        });
    }

    /// <summary>Only an administrator gets a token for the whole; for others the list is empty.</summary>
    private Task EnterprisesAsync(ApiRequest request) => request.ReadAsync((db, json) =>
    {
        bool isAdministrator = db.Exists(
            "SELECT 1 FROM users WHERE id = ?1 AND role_id = ?2", request.Caller.UserId, UserRow.AdministratorRole);
        json.WriteStartObject();
        json.WriteStartArray("entries"u8);
        if (isAdministrator)
        {
            json.WriteStartObject();
            json.WriteNumber("id"u8, request.Caller.SiteId);
            json.WriteString("name"u8, db.FindText("SELECT name FROM sites WHERE id = ?1", request.Caller.SiteId));
            json.WriteString("token"u8, tokens.EnterpriseToken(request.Caller.SiteId));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    private void WriteTokens(Db db, Utf8JsonWriter json, long user)
    {
        json.WriteStartObject();
        json.WriteString("token"u8, tokens.SignInToken(user));
        json.WriteString("refresh"u8, Credentials.NewRefreshToken(db, user, clock.GetUtcNow().Add(options.IssuedTokenLife)));
        json.WriteEndObject();
    }

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
