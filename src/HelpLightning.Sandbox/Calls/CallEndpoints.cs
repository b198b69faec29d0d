using System.Globalization;
using System.Text.Json;
using HelpLightning.Sandbox.Attachments;
using HelpLightning.Sandbox.Authentication;
using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Errors;
using HelpLightning.Sandbox.Lists;
using HelpLightning.Sandbox.Routing;

namespace HelpLightning.Sandbox.Calls;

/// <summary>The calls of a site.</summary>
internal sealed class CallEndpoints(Listing lists, SignedAddresses addresses, bool omitsAttachment)
{
    private const string Path = "/api/v1/enterprise/calls";

    /// <summary>The last second that a date can have: the end of the year 9999.</summary>
    private const long LastSecond = 253_402_300_799;

    public IEnumerable<ApiRoute> Routes =>
    [
        new("GET", Path, TokenKinds.AnyEnterprise, "Lists the calls of a site", ListAsync)
        {
            Query = ListableFields.Parameters, Reply = "CallPage", Group = "Calls",
        },
        new("GET", Path + "/range", TokenKinds.AnyEnterprise, "Lists the calls that began in a span of time", RangeAsync)
        {
            Query = ["from_date", "to_date", "page", "page_size"], Reply = "CallPage", Group = "Calls",
        },
        new("GET", Path + "/{call_id}", TokenKinds.AnyEnterprise, "Shows a call, wrapped in 'call'", GetAsync)
        {
            Reply = "CallDetail", Group = "Calls",
        },
        new("GET", "/api/v1/enterprise/sessions/{session_id}", TokenKinds.AnyEnterprise, "Lists the calls of a session", SessionAsync)
        {
            Reply = "SessionCalls", Group = "Calls",
        },
        new(
            "GET", "/api/v1r1/enterprise/calls/{call_id}/attachments", TokenKinds.AnyEnterprise, "Lists the files of a call",
            AttachmentsAsync)
        {
            Reply = "Attachments", Group = "Calls",
        },
        .. omitsAttachment ? (IEnumerable<ApiRoute>)[] : OneAttachment,
    ];

    private IEnumerable<ApiRoute> OneAttachment =>
    [
        new(
            "GET", "/api/v1r1/enterprise/calls/{call_id}/attachments/{attachment_id}", TokenKinds.AnyEnterprise,
            "Shows a file of a call, with a new address", AttachmentAsync)
        {
            Reply = "Attachment", Group = "Calls",
        },
    ];

    /// <summary>The inner id of a call of the caller's site.</summary>
    public static long RequireCall(Db db, string callId, long site) =>
        db.FindNumber("SELECT id FROM calls WHERE call_id = ?1 AND site_id = ?2", callId, site)
        ?? throw SandboxException.NotFound(
            $"There is no such call in site {site}. The id of a call begins with call_ and is called session in its row.");

    private Task ListAsync(ApiRequest request) => lists.AnswerAsync(
        request, CallList.Fields, (db, json, query) => CallList.WritePage(db, json, request.SiteId, query));

    private Task RangeAsync(ApiRequest request)
    {
        if (request.Query("from_date") is null)
        {
            throw SandboxException.BadParameter("Parameter 'from_date' is missing: seconds since 1970, a whole number.");
        }

        long from = request.QueryNumber("from_date", 0, 0, LastSecond);
        long to = request.QueryNumber("to_date", LastSecond, 0, LastSecond);
        return lists.AnswerAsync(
            request, ListableFields.None,
            (db, json, query) => CallList.WriteRange(db, json, request.SiteId, query, from * 1000, (to * 1000) + 999));
    }

    private static Task GetAsync(ApiRequest request) => request.ReadAsync((db, json) =>
    {
        long id = RequireCall(db, request.Path("call_id"), request.Caller.SiteId);
        using Rows rows = db.Query($"{CallJson.Select} WHERE c.id = ?1", id);
        rows.Next();
        json.WriteStartObject();
        json.WriteBoolean("error"u8, false);
        json.WritePropertyName("call"u8);
        CallJson.WriteDetail(db, json, rows);
        json.WriteEndObject();
    });

    private static Task SessionAsync(ApiRequest request) => request.ReadAsync((db, json) =>
    {
        string session = request.Path("session_id");
        using Rows rows = db.Query(
            $"{CallJson.Select} WHERE c.session_id = ?1 AND c.site_id = ?2 ORDER BY c.id", session, request.Caller.SiteId);
        json.WriteStartArray();
        bool found = false;
        while (rows.Next())
        {
            found = true;
            WriteSessionCall(json, rows, session);
        }

        if (!found && !db.Exists("SELECT 1 FROM sessions WHERE id = ?1 AND site_id = ?2", session, request.Caller.SiteId))
        {
            throw new SandboxException(404, VendorCode.InvalidSession, $"There is no such session in site {request.Caller.SiteId}.");
        }

        json.WriteEndArray();
    });

    /// <summary>The same call in other clothes: snake_case, ISO times without a fraction.</summary>
    private static void WriteSessionCall(Utf8JsonWriter json, in Rows row, string session)
    {
        json.WriteStartObject();
        json.WriteString("session_id"u8, session);
        json.WriteString("call_id"u8, row.Utf8(1));
        json.WriteString("start_time"u8, Seconds(row.Number(2)));
        json.WriteString("end_time"u8, row.IsNull(3) ? "" : Seconds(row.Number(3)));
        json.WriteNumber("duration"u8, CallJson.Duration(row));
        json.WriteBoolean("complete"u8, !row.IsNull(3));
        json.WriteBoolean("successful"u8, row.Text(4) == CallLife.Ended);
        WritePerson(json, "dialer", row, 8);
        WritePerson(json, "receiver", row, 13);
        json.WriteEndObject();
    }

    private static void WritePerson(Utf8JsonWriter json, string name, in Rows row, int at)
    {
        json.WriteStartObject(name);
        json.WriteString("id"u8, row.IsNull(at) ? "-1" : row.Number(at).ToString(CultureInfo.InvariantCulture));
        json.WriteString("name"u8, row.Utf8(at + 1));
        json.WriteString("email"u8, row.Utf8(at + 3));
        json.WriteEndObject();
    }

    private static string Seconds(long milliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).UtcDateTime.ToString(
            "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private Task AttachmentsAsync(ApiRequest request) => request.ReadAsync((db, json) =>
    {
        long call = RequireCall(db, request.Path("call_id"), request.Caller.SiteId);
        AttachmentJson.WriteAll(db, json, call, request.Host, addresses);
    });

    private Task AttachmentAsync(ApiRequest request)
    {
        long attachment = request.PathNumber("attachment_id");
        return request.ReadAsync((db, json) =>
        {
            long call = RequireCall(db, request.Path("call_id"), request.Caller.SiteId);
            if (!AttachmentJson.TryWrite(db, json, call, attachment, request.Host, addresses))
            {
                throw SandboxException.NotFound(
                    $"There is no file {attachment} in this call. It has a number, its id; its uuid is for webhooks.");
            }
        });
    }
}
