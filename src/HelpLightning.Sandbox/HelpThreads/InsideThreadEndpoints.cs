using System.Text.Json;
using HelpLightning.Sandbox.Authentication;
using HelpLightning.Sandbox.Errors;
using HelpLightning.Sandbox.Json;
using HelpLightning.Sandbox.Routing;
using HelpLightning.Sandbox.Time;

namespace HelpLightning.Sandbox.HelpThreads;

/// <summary>The routes inside a help thread. They carry no id: the workbox token names the thread.</summary>
internal sealed class InsideThreadEndpoints(TimeProvider clock)
{
    public IEnumerable<ApiRoute> Routes =>
    [
        new("POST", "/api/v1r1/workbox/close", TokenKinds.Workbox, "Closes the help thread", r => ChangeStatusAsync(r, Threads.Closed))
        {
            Reply = "Success", Group = "Help threads",
        },
        new("POST", "/api/v1r1/workbox/reopen", TokenKinds.Workbox, "Opens the help thread again", r => ChangeStatusAsync(r, Threads.Open))
        {
            Reply = "Success", Group = "Help threads",
        },
        new("PUT", "/api/v1r1/workbox/custom_fields", TokenKinds.Workbox, "Saves values of custom fields", SaveFieldsAsync)
        {
            Body = [new("values", BodyFieldType.List, IsRequired: true)], Reply = "Success", Group = "Help threads",
        },
    ];

    public static void WriteSuccess(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteBoolean("success"u8, true);
        json.WriteEndObject();
    }

    private Task ChangeStatusAsync(ApiRequest request, string status) => request.WriteAsync((db, json) =>
    {
        long id = request.Caller.ThreadId;
        Threads.RequireParticipant(db, id, request.Caller.UserId);
        bool isClosed = db.FindText("SELECT status FROM help_threads WHERE id = ?1", id) == Threads.Closed;
        if (isClosed == (status == Threads.Closed))
        {
            throw new SandboxException(
                400, VendorCode.InvalidStateChange, isClosed ? "The help thread is closed already." : "The help thread is open already.");
        }

        db.Run("UPDATE help_threads SET status = ?2 WHERE id = ?1", id, status);
        Threads.Touch(db, id, VendorTime.Now(clock));
        WriteSuccess(json);
    });

    private Task SaveFieldsAsync(ApiRequest request) => request.WriteAsync((db, json) =>
    {
        Threads.RequireParticipant(db, request.Caller.ThreadId, request.Caller.UserId);
        CustomFieldUpdate.Save(db, request.Caller.ThreadId, request.Body.Raw("values")!.Value);
        Threads.Touch(db, request.Caller.ThreadId, VendorTime.Now(clock));
        WriteSuccess(json);
    });
}
