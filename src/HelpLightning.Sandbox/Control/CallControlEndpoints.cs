using System.Text.Json;
using HelpLightning.Sandbox.Calls;
using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Json;

namespace HelpLightning.Sandbox.Control;

/// <summary><c>/_sandbox/calls</c>: lets calls happen.</summary>
internal sealed class CallControlEndpoints(SandboxDatabase database, CallControl calls)
{
    public void Map(ControlMap map)
    {
        map.Get("/calls", (_, answer) => WriteRunning(answer));
        map.Post("/calls", (_, body, answer) =>
        {
            string dialer = body.Reference("dialer") ?? throw body.Missing("dialer");
            string receiver = body.Reference("receiver") ?? throw body.Missing("receiver");
            body.RequireNoOthers();
            SandboxCall call = calls.Start(dialer, receiver);
            answer.WriteString("call_id"u8, call.CallId);
            answer.WriteString("session_id"u8, call.SessionId);
        });
        Step(map, "join", Join);
        Step(map, "leave", (callId, body, _) =>
        {
            string user = body.Reference("user") ?? throw body.Missing("user");
            body.RequireNoOthers();
            calls.Leave(callId, user);
        });
        Attach(map, "recording", SandboxAttachmentKind.Recording);
        Attach(map, "capture", SandboxAttachmentKind.ScreenCapture);
        Attach(map, "document", SandboxAttachmentKind.Document);
        Step(map, "tag", (callId, body, _) =>
        {
            string tag = body.Text("tag");
            body.RequireNoOthers();
            calls.Tag(callId, tag);
        });
        Step(map, "end", (callId, body, _) =>
        {
            body.RequireNoOthers();
            calls.End(callId);
        });
    }

    private void Join(string callId, JsonFields body, Utf8JsonWriter answer)
    {
        string? user = body.Reference("user");
        string? guest = body.OptionalText("guest");
        body.RequireNoOthers();
        if ((user is null) == (guest is null))
        {
            throw body.Wrong("", "wants either 'user', an id or e-mail address, or 'guest', a name");
        }

        if (user is not null)
        {
            calls.Join(callId, user);
        }
        else
        {
            answer.WriteNumber("user_id"u8, calls.JoinAsGuest(callId, guest!));
        }
    }

    private void Attach(ControlMap map, string verb, SandboxAttachmentKind kind) => Step(map, verb, (callId, body, answer) =>
    {
        body.RequireNoOthers();
        answer.WriteString("uuid"u8, calls.Attach(callId, kind));
    });

    private static void Step(ControlMap map, string verb, Action<string, JsonFields, Utf8JsonWriter> step) =>
        map.Post($"/calls/{{call_id}}/{verb}", (context, body, answer) =>
    {
        string callId = (string)context.Request.RouteValues["call_id"]!;
        answer.WriteString("call_id"u8, callId);
        step(callId, body, answer);
    });

    private void WriteRunning(Utf8JsonWriter answer)
    {
        answer.WriteStartArray("calls"u8);
        database.Read(db =>
        {
            using Rows rows = db.Query("""
                SELECT c.call_id, c.session_id, c.site_id, c.started_at,
                       (SELECT json_group_array(json_object('id', u.id, 'name', u.name)) FROM call_participants p
                       JOIN users u ON u.id = p.user_id
                        WHERE p.call_id = c.id AND p.left_at IS NULL)
                FROM calls c WHERE c.reason = '' ORDER BY c.id DESC LIMIT 100
                """);
            while (rows.Next())
            {
                answer.WriteStartObject();
                answer.WriteString("call_id"u8, rows.Text(0));
                answer.WriteString("session_id"u8, rows.Text(1));
                answer.WriteNumber("site_id"u8, rows.Number(2));
                answer.WriteString("started_at"u8, DateTimeOffset.FromUnixTimeMilliseconds(rows.Number(3)));
                answer.WritePropertyName("participants"u8);
                answer.WriteRawValue(rows.Text(4));
                answer.WriteEndObject();
            }

            return true;
        });
        answer.WriteEndArray();
    }
}
