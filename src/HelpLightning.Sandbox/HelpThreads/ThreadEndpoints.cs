using System.Globalization;
using System.Text.Json;
using HelpLightning.Sandbox.Authentication;
using HelpLightning.Sandbox.Calls;
using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Errors;
using HelpLightning.Sandbox.Json;
using HelpLightning.Sandbox.Routing;
using HelpLightning.Sandbox.Time;

namespace HelpLightning.Sandbox.HelpThreads;

/// <summary>Help threads, seen by a user or by the enterprise. Who opens one gets the token for the routes inside it.</summary>
internal sealed class ThreadEndpoints(TokenIssuer tokens, bool wrapsMissingThread, TimeProvider clock)
{
    private const string Path = "/api/v1r1/workboxes";
    private const int PageSize = 20;

    public IEnumerable<ApiRoute> Routes =>
    [
        new("GET", Path, TokenKinds.User, "Lists the help threads of the calling user, the last active first", ListAsync)
        {
            Query = ["status", "after"], Reply = "ThreadList", Group = "Help threads",
        },
        new("POST", Path, TokenKinds.User, "Opens a help thread", CreateAsync)
        {
            Body = [new("title", BodyFieldType.Text), new("participants", BodyFieldType.List)], Reply = "NewThread", Group = "Help threads",
        },
        new("GET", Path + "/{workbox_id}", TokenKinds.User, "Shows a help thread, with a token for it", GetAsync)
        {
            Reply = "Thread", Group = "Help threads",
        },
        new(
            "GET", "/api/v1r1/enterprise/workboxes/by_call_id/{call_id}", TokenKinds.AnyEnterprise,
            "Shows the help thread of a call, wrapped in 'workbox'", ByCallAsync)
        {
            Reply = "ThreadOfCall", Group = "Help threads",
        },
        new("GET", "/api/v1/enterprise/workboxes/{workbox_id}", TokenKinds.AnyEnterprise, "Tells the ticket of a help thread", TicketAsync)
        {
            Reply = "Ticket", Group = "Help threads",
        },
    ];

    private static Task ListAsync(ApiRequest request)
    {
        string condition = request.Query("status") switch
        {
            "OPEN" => "t.status <> 'CLOSED'",
            "CLOSED" => "t.status = 'CLOSED'",
            null or "ALL" => "1",
            _ => throw SandboxException.BadParameter("Parameter 'status' wants OPEN, CLOSED or ALL."),
        };
        long before = request.QueryNumber("after", long.MaxValue, 1, long.MaxValue);
        return request.ReadAsync((db, json) =>
        {
            using Rows rows = db.Query(
                $"""
                SELECT t.id, t.title, {Threads.UnreadSql}, t.last_active_at, t.activity FROM help_threads t
                WHERE {condition} AND t.activity < ?1 AND t.id IN (SELECT thread_id FROM help_thread_participants WHERE user_id = ?2)
                ORDER BY t.activity DESC LIMIT ?3
                """,
                before, request.Caller.UserId, PageSize + 1);
            long? last = null;
            bool hasMore = false;
            json.WriteStartObject();
            json.WriteStartArray("entries"u8);
            for (int i = 0; rows.Next(); i++)
            {
                if (i == PageSize)
                {
                    hasMore = true;
                    break;
                }

                last = rows.Number(4);
                json.WriteStartObject();
                json.WriteNumber("id"u8, rows.Number(0));
                json.WriteString("title"u8, rows.Utf8(1));
                json.WriteNumber("unread_messages_count"u8, rows.Number(2));
                json.WriteString("last_active_at"u8, rows.Utf8(3));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteString("after"u8, hasMore ? last!.Value.ToString(CultureInfo.InvariantCulture) : null);
            json.WriteEndObject();
        });
    }

    private Task CreateAsync(ApiRequest request)
    {
        string title = request.Body.LooseText("title") ?? "";
        if (title.Length > 255)
        {
            throw SandboxException.BadParameter("Parameter 'title' has more than 255 characters.");
        }

        List<long> others =
        [
            .. (request.Body.Raw("participants")?.EnumerateArray() ?? default).Select(
                p => p.ValueKind == JsonValueKind.Number && p.TryGetInt64(out long id)
                    ? id
                    : throw SandboxException.BadParameter("Parameter 'participants' wants a list of user ids.")),
        ];
        return request.WriteAsync((db, json) =>
        {
            long id = db.Insert(
                """
                INSERT INTO help_threads (site_id, ticket_id, title, status, last_active_at, activity)
                VALUES (?1, (SELECT coalesce(max(ticket_id), 9000) + 1 FROM help_threads), ?2, ?3, ?4,
                  (SELECT coalesce(max(activity), 0) + 1 FROM help_threads))
                """,
                request.Caller.SiteId, title, Threads.Open, VendorTime.Now(clock));
            db.Run("INSERT INTO help_thread_participants (thread_id, user_id, owner) VALUES (?1, ?2, 1)", id, request.Caller.UserId);
            foreach (long other in others.Where(o => o != request.Caller.UserId).Distinct())
            {
                if (!db.Exists("SELECT 1 FROM users WHERE id = ?1 AND site_id = ?2", other, request.Caller.SiteId))
                {
                    throw Users.UserStore.Unknown(other, request.Caller.SiteId);
                }

                db.Run("INSERT INTO help_thread_participants (thread_id, user_id, owner) VALUES (?1, ?2, 0)", id, other);
            }

            json.WriteStartObject();
            json.WriteNumber("id"u8, id);
            json.WriteString("token"u8, tokens.WorkboxToken(id, request.Caller.UserId));
            json.WriteString("status"u8, Threads.Open);
            json.WriteString("title"u8, title);
            json.WriteEndObject();
        });
    }

    private Task GetAsync(ApiRequest request)
    {
        long id = request.PathNumber("workbox_id");
        return request.ReadAsync((db, json) =>
        {
            Threads.RequireParticipant(db, id, request.Caller.UserId);
            ThreadJson.Write(db, json, id, request.Caller.UserId, tokens);
        });
    }

    /// <summary>The enterprise acts for the owner of the thread.</summary>
    private Task ByCallAsync(ApiRequest request) => request.ReadAsync((db, json) =>
    {
        long call = CallEndpoints.RequireCall(db, request.Path("call_id"), request.Caller.SiteId);
        long? found = db.FindNumber("SELECT workbox_id FROM calls WHERE id = ?1", call);
        if (found is null && !wrapsMissingThread)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartObject();
        json.WritePropertyName("workbox"u8);
        if (found is { } thread)
        {
            long owner = db.Number(
                "SELECT user_id FROM help_thread_participants WHERE thread_id = ?1 ORDER BY owner DESC, user_id LIMIT 1", thread);
            ThreadJson.Write(db, json, thread, owner, tokens);
        }
        else
        {
            json.WriteNullValue();
        }

        json.WriteEndObject();
    });

    private static Task TicketAsync(ApiRequest request)
    {
        long id = request.PathNumber("workbox_id");
        return request.ReadAsync((db, json) =>
        {
            using Rows rows = db.Query(
                "SELECT ticket_id, status FROM help_threads WHERE id = ?1 AND site_id = ?2", id, request.Caller.SiteId);
            if (!rows.Next())
            {
                throw SandboxException.NotFound($"There is no help thread {id} in site {request.Caller.SiteId}.");
            }

            json.WriteStartObject();
            json.WriteNumber("ticket_id"u8, rows.Number(0));
            json.WriteString("status"u8, rows.Utf8(1));
            json.WriteEndObject();
        });
    }
}
