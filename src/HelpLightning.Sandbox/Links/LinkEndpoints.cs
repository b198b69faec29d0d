using System.Security.Cryptography;
using System.Text;
using HelpLightning.Sandbox.Authentication;
using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Errors;
using HelpLightning.Sandbox.Json;
using HelpLightning.Sandbox.Routing;
using HelpLightning.Sandbox.Time;
using HelpLightning.Sandbox.Users;

namespace HelpLightning.Sandbox.Links;

/// <summary>Links to a call, and inviting people to them. Nothing is sent anywhere: invitations are kept in the database.</summary>
internal sealed class LinkEndpoints(byte[] secret, TimeProvider clock)
{
    private const int LongestText = 255;

    /// <summary>Results of sending: done, and failed. 1 is what an SMS that nobody asked for has been seen with.</summary>
    private const int Sent = 0;
    private const int NotAskedFor = 1;

    public IEnumerable<ApiRoute> Routes =>
    [
        new("POST", "/api/v1/sessions/link", TokenKinds.User, "Makes a link to the calling user", CreateAsync)
        {
            Body = [new("linkType", BodyFieldType.Text, IsRequired: true)], Reply = "Link", Group = "Links",
        },
        new("POST", "/api/v1/sessions/link/invite", TokenKinds.User, "Sends a link by e-mail or SMS", InviteAsync)
        {
            Body =
            [
                new("recipientName", BodyFieldType.Text), new("name", BodyFieldType.Text), new("recipientEmail", BodyFieldType.Text),
                new("recipientPhoneNumber", BodyFieldType.Text), new("linkType", BodyFieldType.NumberOrText, IsRequired: true),
                new("message", BodyFieldType.Text), new("invite", BodyFieldType.Text), new("signature", BodyFieldType.Text),
            ],
            Reply = "InviteResult", Group = "Links",
        },
        new("POST", "/api/v1/personal_room/invite", TokenKinds.User, "Sends the link to the personal room by e-mail", PersonalRoomAsync)
        {
            Body = [new("name", BodyFieldType.Text, IsRequired: true), new("email", BodyFieldType.Text, IsRequired: true)],
            Reply = "InviteResult", Group = "Links",
        },
    ];

    private Task CreateAsync(ApiRequest request)
    {
        string kind = LinkKind.FromWord(request.Body.FilledText("linkType"));
        return request.WriteAsync((db, json) =>
        {
            (string link, string code) = Create(db, request, kind);
            json.WriteStartObject();
            json.WriteString("link"u8, link);
            json.WriteString("long_link"u8, $"{link}{(link.Contains('?', StringComparison.Ordinal) ? '&' : '?')}code={code}&type={kind}");
            json.WriteString("signature"u8, Signature(link));
            json.WriteEndObject();
        });
    }

    private Task InviteAsync(ApiRequest request)
    {
        string kind = LinkKind.FromNumber(request.Body.LooseText("linkType")!);
        string email = request.Body.LooseText("recipientEmail") ?? "";
        string phone = request.Body.LooseText("recipientPhoneNumber") ?? "";
        string name = request.Body.LooseText("recipientName") ?? request.Body.LooseText("name") ?? "";
        string message = request.Body.LooseText("message") ?? "";
        string? invite = request.Body.LooseText("invite");
        if (email.Length == 0 && phone.Length == 0)
        {
            throw SandboxException.BadParameter("Parameter 'recipientEmail' or 'recipientPhoneNumber' is needed.");
        }

        RequireText(name, "recipientName");
        RequireText(message, "message");
        RequireSigned(invite, request.Body.LooseText("signature"));
        return request.WriteAsync((db, json) =>
        {
            string link = invite ?? Create(db, request, kind).Link;
            int emailResult = email.Length == 0 ? NotAskedFor : Invitation.IsEmail(email) ? Sent : VendorCode.GenericException;
            int smsResult = phone.Length == 0 ? NotAskedFor : PhoneNumber.IsE164(phone) ? Sent : VendorCode.InvalidE164Number;
            if (emailResult == Sent || smsResult == Sent)
            {
                Keep(db, request.Caller.UserId, kind, link, name, email, phone, message);
            }

            json.WriteStartObject();
            json.WriteNumber("email_result"u8, emailResult);
            json.WriteNumber("sms_result"u8, smsResult);
            json.WriteEndObject();
        });
    }

    private Task PersonalRoomAsync(ApiRequest request)
    {
        string name = Invitation.RequireName(request.Body.FilledText("name"));
        string email = Invitation.RequireEmail(request.Body.FilledText("email"));
        return request.WriteAsync((db, json) =>
        {
            Keep(db, request.Caller.UserId, LinkKind.MyHelpSpace, Create(db, request, LinkKind.MyHelpSpace).Link, name, email, "", "");
            json.WriteStartObject();
            json.WriteNumber("email_result"u8, Sent);
            json.WriteEndObject();
        });
    }

    private (string Link, string Code) Create(Db db, ApiRequest request, string kind) =>
        LinkMaker.Create(db, request.Caller.UserId, kind, request.Host, VendorTime.Now(clock));

    private void Keep(Db db, long user, string kind, string link, string name, string email, string phone, string message) => db.Run(
        """
        INSERT INTO link_invites (user_id, kind, link, name, email, phone, message, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
        """,
        user, kind, link, name, email, phone, message, VendorTime.Now(clock));

    private static void RequireText(string text, string name)
    {
        if (text.Length > LongestText || text.AsSpan().IndexOfAny('<', '>') >= 0)
        {
            throw SandboxException.BadParameter($"Parameter '{name}' has up to {LongestText} characters and neither < nor >.");
        }
    }

    /// <summary>A link that is sent along must come from here: its signature says so.</summary>
    private void RequireSigned(string? invite, string? signature)
    {
        if (invite is not null
            && !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Signature(invite)), Encoding.UTF8.GetBytes(signature ?? "")))
        {
            throw SandboxException.BadParameter("Parameter 'signature' does not belong to the link in 'invite'.");
        }
    }

    private string Signature(string link) => Convert.ToHexStringLower(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes("link\n" + link)));
}
