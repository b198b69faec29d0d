using System.Buffers.Text;
using System.Security.Cryptography;
using HelpLightning.Sandbox.Authentication;
using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Errors;
using HelpLightning.Sandbox.Json;
using HelpLightning.Sandbox.Links;
using HelpLightning.Sandbox.Routing;
using HelpLightning.Sandbox.Time;
using HelpLightning.Sandbox.Users;

namespace HelpLightning.Sandbox.HelpThreads;

/// <summary>Guests of a help thread. Nothing is sent anywhere: who was invited is kept in the database.</summary>
internal sealed class GuestEndpoints(TokenIssuer tokens, TimeProvider clock)
{
    private const string Path = "/api/v1r1/workbox/invite";

    private static readonly BodyField Action = new("action", BodyFieldType.Text);

    private static readonly BodyField Name = new("name", BodyFieldType.Text);

    public IEnumerable<ApiRoute> Routes =>
    [
        new("POST", Path, TokenKinds.Workbox, "Invites a guest by e-mail or SMS", InviteAsync)
        {
            Body = [Action, Name, new("email", BodyFieldType.Text), new("phone", BodyFieldType.Text)], Reply = "Guests",
            Group = "Help threads",
        },
        new("POST", Path + "/silent", TokenKinds.Workbox, "Makes a link for a guest without sending it", InviteSilentlyAsync)
        {
            Body = [Action, Name], Reply = "SilentInvite", Group = "Help threads",
        },
        new("POST", Path + "/{guest_uuid}", TokenKinds.Workbox, "Sends the invitation again", ResendAsync)
        {
            Body = [Action], Reply = "Success", Group = "Help threads",
        },
        new("DELETE", Path + "/{guest_uuid}", TokenKinds.Workbox, "Removes a guest", RemoveAsync)
        {
            Success = 204, Reply = "", Group = "Help threads",
        },
    ];

    private Task InviteAsync(ApiRequest request)
    {
        string email = request.Body.LooseText("email") ?? "";
        string phone = request.Body.LooseText("phone") ?? "";
        if (email.Length == 0 && phone.Length == 0)
        {
            throw SandboxException.BadParameter("Parameter 'email' or 'phone' is needed.");
        }

        if (email.Length > 0)
        {
            Invitation.RequireEmail(email);
        }

        if (phone.Length > 0 && !PhoneNumber.IsE164(phone))
        {
            throw new SandboxException(400, VendorCode.InvalidE164Number, "Parameter 'phone' is not a number such as +4930123456.");
        }

        return request.WriteAsync((db, json) =>
        {
            Add(db, request, email, phone);
            json.WriteStartObject();
            ThreadJson.WriteGuests(db, json, request.Caller.ThreadId);
            json.WriteEndObject();
        });
    }

    private Task InviteSilentlyAsync(ApiRequest request) => request.WriteAsync((db, json) =>
    {
        Add(db, request, "", "");
        json.WriteStartObject();
        json.WriteString("link"u8, $"{request.Host}/meet/link/{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(9))}");
        json.WriteStartObject("workbox"u8);
        json.WriteNumber("id"u8, request.Caller.ThreadId);
        json.WriteString("token"u8, tokens.WorkboxToken(request.Caller.ThreadId, request.Caller.UserId));
        json.WriteEndObject();
        json.WriteEndObject();
    });

    private Task ResendAsync(ApiRequest request)
    {
        RequireAction(request.Body.LooseText("action"));
        return request.WriteAsync((db, json) =>
        {
            if (db.Run(
                "UPDATE help_thread_guests SET invited_at = ?3 WHERE uuid = ?1 AND thread_id = ?2", request.Path("guest_uuid"),
                request.Caller.ThreadId, VendorTime.Now(clock)) == 0)
            {
                throw Unknown();
            }

            InsideThreadEndpoints.WriteSuccess(json);
        });
    }

    private Task RemoveAsync(ApiRequest request) => request.WriteAsync((db, _) =>
    {
        if (db.Run(
            "DELETE FROM help_thread_guests WHERE uuid = ?1 AND thread_id = ?2", request.Path("guest_uuid"), request.Caller.ThreadId) == 0)
        {
            throw Unknown();
        }

        Threads.Touch(db, request.Caller.ThreadId, VendorTime.Now(clock));
    });

    private void Add(Db db, ApiRequest request, string email, string phone)
    {
        long thread = request.Caller.ThreadId;
        Threads.RequireParticipant(db, thread, request.Caller.UserId);
        RequireAction(request.Body.LooseText("action"));
        string name = Invitation.RequireName(request.Body.LooseText("name") ?? (email.Length > 0 ? email : phone));
        db.Run(
            "INSERT INTO help_thread_guests (uuid, thread_id, name, email, phone, action, has_joined, invited_at) "
            + "VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, ?7)",
            Guid.NewGuid().ToString(), thread, name, email, phone, request.Body.LooseText("action") ?? "", VendorTime.Now(clock));
        Threads.Touch(db, thread, VendorTime.Now(clock));
    }

    private static void RequireAction(string? action)
    {
        if (action is not (null or "join_session"))
        {
            throw SandboxException.BadParameter("Parameter 'action' wants join_session for video, or is left out for chat.");
        }
    }

    private static SandboxException Unknown() => SandboxException.NotFound("This help thread has no such guest.");
}
