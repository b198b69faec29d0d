using System.Text.Json;
using HelpLightning.Sandbox.Authentication;
using HelpLightning.Sandbox.Calls;
using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Errors;
using HelpLightning.Sandbox.Events;
using HelpLightning.Sandbox.Json;
using HelpLightning.Sandbox.Routing;
using HelpLightning.Sandbox.Time;
using HelpLightning.Sandbox.Users;

namespace HelpLightning.Sandbox.Sessions;

/// <summary>
/// Sessions: people who can see each other. Each member gets a session token of their own, and with it video is started,
/// which is a call.
/// </summary>
internal sealed class SessionEndpoints(Gate gate, TokenIssuer tokens, CallLife calls, ISandboxEvents events, TimeProvider clock)
{
    /// <summary>More than this many people in a session are refused.</summary>
    private const int MostMembers = 20;

    public IEnumerable<ApiRoute> Routes =>
    [
        new("POST", "/api/v1/sessions", TokenKinds.User, "Opens a session with people whose contact tokens are given", CreateAsync)
        {
            Body = [new("contact_tokens", BodyFieldType.TextList, IsRequired: true)], Reply = "Session", Group = "Sessions",
        },
        new("GET", "/api/v1/sessions/{session_id}", TokenKinds.User, "Shows a session to a member, with their session token", GetAsync)
        {
            Reply = "Session", Group = "Sessions",
        },
        new("POST", "/api/v1/session/video", TokenKinds.Session, "Starts video in a session and rings the others", VideoAsync)
        {
            Body = [new("user_token", BodyFieldType.Text, IsRequired: true)], Reply = "Video", Group = "Sessions",
        },
    ];

    private Task CreateAsync(ApiRequest request)
    {
        List<long> others =
        [
            .. request.Body.AnyTexts("contact_tokens").Select(t => gate.PersonOf(t, TokenKinds.Contact | TokenKinds.User, "contact_tokens"))
                .Where(id => id != request.Caller.UserId).Distinct(),
        ];
        if (others.Count is 0 or >= MostMembers)
        {
            throw SandboxException.BadParameter($"Parameter 'contact_tokens' wants the tokens of 1 to {MostMembers - 1} other people.");
        }

        return request.WriteAsync((db, json) =>
        {
            string id = Guid.NewGuid().ToString();
            db.Run(
                "INSERT INTO sessions (id, site_id, creator_id, pin, updated_at) VALUES (?1, ?2, ?3, '', ?4)",
                id, request.Caller.SiteId, request.Caller.UserId, VendorTime.Now(clock));
            db.Run("INSERT INTO session_members (session_id, user_id) VALUES (?1, ?2)", id, request.Caller.UserId);
            foreach (long other in others)
            {
                db.Run("INSERT INTO session_members (session_id, user_id) VALUES (?1, ?2)", id, other);
            }

            Publish(db, request.Caller.SiteId, "created", id);
            Write(db, json, id, request.Caller.UserId);
        });
    }

    private Task GetAsync(ApiRequest request) => request.ReadAsync((db, json) =>
    {
        string id = request.Path("session_id");
        RequireMember(db, id, request.Caller.UserId);
        Write(db, json, id, request.Caller.UserId);
    });

    private Task VideoAsync(ApiRequest request)
    {
        long user = gate.PersonOf(request.Body.FilledText("user_token"), TokenKinds.User, "user_token");
        if (user != request.Caller.UserId)
        {
            throw new SandboxException(
                403, VendorCode.PermissionDenied, "Parameter 'user_token' is not of the person whose session token this is.");
        }

        return request.WriteAsync((db, json) =>
        {
            string id = request.Caller.SessionId;
            RequireMember(db, id, user);
            if (!IsVideoActive(db, id))
            {
                StartVideo(db, id, user);
            }

            bool isOrganizer = db.Number("SELECT creator_id FROM sessions WHERE id = ?1", id) == user;
            string host = request.Http.Request.Host.Host;
            json.WriteStartObject();
            json.WriteStartObject("gss_info"u8);
            json.WriteString("token"u8, tokens.GssToken(id, user, isOrganizer));
            json.WriteString("server"u8, $"gss+ssl://{host}");
            json.WriteString("wsserver"u8, $"wss://{host}");
            json.WriteEndObject();
            json.WriteEndObject();
        });
    }

    private static void RequireMember(Db db, string id, long user)
    {
        if (!db.Exists("SELECT 1 FROM sessions WHERE id = ?1", id))
        {
            throw new SandboxException(404, VendorCode.InvalidSession, "There is no such session.");
        }

        if (!db.Exists("SELECT 1 FROM session_members WHERE session_id = ?1 AND user_id = ?2", id, user))
        {
            throw new SandboxException(403, VendorCode.PermissionDenied, $"User {user} is not a member of this session.");
        }
    }

    private static bool IsVideoActive(Db db, string id) =>
        db.Exists("SELECT 1 FROM sessions s JOIN calls c ON c.id = s.call_id WHERE s.id = ?1 AND c.ended_at IS NULL", id);

    /// <summary>The first of the others is the receiver; the rest join.</summary>
    private void StartVideo(Db db, string id, long user)
    {
        List<long> others = db.Numbers(
            "SELECT user_id FROM session_members WHERE session_id = ?1 AND user_id <> ?2 ORDER BY user_id", id, user);
        string call = calls.Start(db, user, others[0], id);
        foreach (long other in others.Skip(1))
        {
            calls.Join(db, call, other);
        }

        db.Run(
            "UPDATE sessions SET call_id = (SELECT id FROM calls WHERE call_id = ?2), updated_at = ?3 WHERE id = ?1", id, call,
            VendorTime.Now(clock));
        Publish(db, db.Number("SELECT site_id FROM sessions WHERE id = ?1", id), "video_started", id);
    }

    private void Write(Db db, Utf8JsonWriter json, string id, long user)
    {
        using Rows session = db.Query("SELECT creator_id, pin, updated_at FROM sessions WHERE id = ?1", id);
        session.Next();
        json.WriteStartObject();
        json.WriteString("id"u8, id);
        json.WriteString("token"u8, tokens.SessionToken(id, user, session.Number(0) == user));
        json.WriteBoolean("video_active"u8, IsVideoActive(db, id));
        json.WriteString("pin"u8, session.Utf8(1));
        json.WriteString("updated_at"u8, VendorTime.WholeSeconds(session.Text(2)));

        // Everybody, the caller too, as the vendor's own fixture has it.
        json.WriteStartArray("users"u8);
        using Rows users = db.Query(
            "SELECT u.id, u.name, u.username FROM session_members m JOIN users u ON u.id = m.user_id WHERE m.session_id = ?1 ORDER BY u.id",
            id);
        while (users.Next())
        {
            json.WriteStartObject();
            json.WriteNumber("id"u8, users.Number(0));
            json.WriteString("name"u8, users.Utf8(1));
            json.WriteString("username"u8, users.Utf8(2));
            json.WriteString("token"u8, tokens.ContactToken(users.Number(0)));
            json.WriteNumber("status"u8, 0);
            UserJson.WriteAvatar(json);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>The categories of session events are not known; they surely name the session.</summary>
    private void Publish(Db db, long site, string category, string id) => events.Publish(
        db,
        new SandboxEvent(
            SandboxEventType.Session, category, site, clock.GetUtcNow(),
            System.Text.Encoding.UTF8.GetBytes($"{{\"session_id\":\"{id}\"}}")));
}
