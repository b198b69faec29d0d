using System.Globalization;
using HelpLightning.Sandbox.Calls;
using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Time;

namespace HelpLightning.Sandbox.Scenarios;

/// <summary>A scenario's calls: those that are over are history and tell nobody; those that run begin now, with their events.</summary>
internal sealed class ScenarioCalls(ScenarioLoader loader, Db db, CallLife life)
{
    public void Add(ScenarioCall call)
    {
        long site = loader.SiteOf(call.Source, call.Workspace);
        long dialer = loader.Person(call.Source, "dialer", site, call.Dialer);
        long receiver = loader.Person(call.Source, "receiver", site, call.Receiver);
        if (dialer == receiver)
        {
            throw call.Source.Wrong("receiver", "is the dialer; nobody can call themselves");
        }

        long[] others = [.. call.Participants
            .Select((p, i) => loader.Person(call.Source, string.Create(CultureInfo.InvariantCulture, $"participants[{i}]"), site, p))
            .Where(id => id != dialer && id != receiver).Distinct()];
        string callId = call is { StartedAt: { } startedAt, Duration: { } duration }
            ? AddFinished(call, dialer, receiver, others, startedAt, startedAt + duration)
            : AddRunning(call, dialer, receiver, others);
        foreach (string tag in call.Tags)
        {
            CallLife.Tag(db, callId, tag);
        }

        db.Run("UPDATE calls SET comments = ?2 WHERE call_id = ?1", callId, call.Comments);
    }

    private string AddRunning(ScenarioCall call, long dialer, long receiver, long[] others)
    {
        string callId = life.Start(db, dialer, receiver);
        foreach (long other in others)
        {
            life.Join(db, callId, other);
        }

        foreach ((SandboxAttachmentKind kind, int count) in Attachments(call))
        {
            for (int i = 0; i < count; i++)
            {
                life.Attach(db, callId, kind);
            }
        }

        foreach (ScenarioFile file in call.Files)
        {
            life.Attach(db, callId, file.Kind, file.Name, file.Size, file.IsGone);
        }

        return callId;
    }

    private string AddFinished(
        ScenarioCall call, long dialer, long receiver, long[] others, DateTimeOffset startedAt, DateTimeOffset endedAt)
    {
        string callId = call.CallId ?? $"call_{DatedGuid.Create(startedAt)}";
        if (db.Exists("SELECT 1 FROM calls WHERE call_id = ?1", callId))
        {
            throw call.Source.Wrong("call_id", $"'{callId}' exists already");
        }

        long start = startedAt.ToUnixTimeMilliseconds();
        long end = endedAt.ToUnixTimeMilliseconds();
        long[] all = call.IsMissed ? [dialer] : [dialer, receiver, .. others];
        long site = Site(dialer);
        bool isInternal = Array.TrueForAll([dialer, receiver, .. others], id => Site(id) == site);
        long id = CallLife.Insert(db, new CallRow(site, callId, Guid.NewGuid().ToString(), dialer, receiver, start, isInternal));
        db.Run(
            "UPDATE calls SET ended_at = ?2, reason = ?3, recording_status = ?4 WHERE id = ?1",
            id, end, call.IsMissed ? CallLife.TimedOut : CallLife.Ended,
            call.Recordings > 0 || call.Files.Any(f => f.Kind == SandboxAttachmentKind.Recording) ? "finished" : "");
        for (int i = 0; i < all.Length; i++)
        {
            db.Run(
                "INSERT INTO call_participants (call_id, position, user_id, joined_at, left_at) VALUES (?1, ?2, ?3, ?4, ?5)", id, i, all[i],
                start, end);
        }

        foreach ((SandboxAttachmentKind kind, int count) in Attachments(call))
        {
            for (int i = 0; i < count; i++)
            {
                CallLife.InsertAttachment(db, id, kind, endedAt.AddMilliseconds(i));
            }
        }

        foreach (ScenarioFile file in call.Files)
        {
            CallLife.InsertAttachment(db, id, file.Kind, endedAt, file.Name, file.Size, file.IsGone);
        }

        return callId;
    }

    private static IEnumerable<(SandboxAttachmentKind Kind, int Count)> Attachments(ScenarioCall call) =>
    [
        (SandboxAttachmentKind.ScreenCapture, call.Captures), (SandboxAttachmentKind.Recording, call.Recordings),
        (SandboxAttachmentKind.Document, call.Documents),
    ];

    private long Site(long user) => db.Number("SELECT site_id FROM users WHERE id = ?1", user);
}
