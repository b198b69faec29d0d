using HelpLightning.Sandbox.Attachments;
using HelpLightning.Sandbox.Calls;
using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Randomness;
using HelpLightning.Sandbox.Time;

namespace HelpLightning.Sandbox.Seeding;

/// <summary>Makes the calls of a site up, in the order in which they began.</summary>
internal sealed class CallSeed(Db db, long site, long[] people, long[] guests, SeedSize size, SplitMix64 random, SeedCalendar calendar)
{
    private const string InsertCall = """
        INSERT INTO calls (site_id, seq, call_id, session_id, dialer_id, receiver_id, started_at, ended_at, reason, recording_status,
        is_internal, comments)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
        """;

    private const string InsertParticipant =
        "INSERT INTO call_participants (call_id, position, user_id, joined_at, left_at) VALUES (?1, ?2, ?3, ?4, ?5)";

    private static readonly DateTimeOffset First = new(2024, 6, 3, 6, 0, 0, TimeSpan.Zero);

    private static readonly TimeSpan Span = TimeSpan.FromDays(700);

    private static readonly string[] TagNames =
        ["needs-callback", "spare-part", "warranty", "training", "hydraulics", "first-time-fix", "escalated", "safety"];

    private static readonly string[] Comments =
        ["Valve replaced", "Sensor recalibrated", "Part ordered", "Solved on the spot", "Visit planned"];

    private static readonly SandboxAttachmentKind[] Kinds =
    [
        SandboxAttachmentKind.ScreenCapture, SandboxAttachmentKind.ScreenCapture, SandboxAttachmentKind.Recording,
        SandboxAttachmentKind.Document,
    ];

    private readonly SortedDictionary<long, int> _days = [];
    private readonly List<long> _tags = [];

    public void Make()
    {
        foreach (string name in TagNames)
        {
            _tags.Add(db.Insert("INSERT INTO tags (site_id, name) VALUES (?1, ?2)", site, name));
        }

        long step = (long)Span.TotalMilliseconds / size.Calls;
        long first = calendar.Of(First).ToUnixTimeMilliseconds();
        for (int i = 0; i < size.Calls; i++)
        {
            long startedAt = first + (i * step) + (long)(random.Next() % (ulong)step);
            Add(i + 1, startedAt);
            long day = startedAt / CallRow.MillisecondsOfDay;
            _days[day] = _days.GetValueOrDefault(day) + 1;
        }

        foreach ((long day, int calls) in _days)
        {
            db.Run("INSERT INTO call_days (site_id, day, calls) VALUES (?1, ?2, ?3)", site, day, calls);
        }

        db.Run("UPDATE sites SET call_count = ?2 WHERE id = ?1", site, size.Calls);
    }

    private void Add(int number, long startedAt)
    {
        bool answered = !random.OneIn(8);
        bool isInternal = !answered || !random.OneIn(12);
        long endedAt = startedAt + (answered ? 20_000 + random.Next(2_400_000) : 30_000);
        bool recorded = answered && random.OneIn(size.OneAttachmentIn);
        int dialer = random.Next(people.Length);
        int receiver = (dialer + 1 + random.Next(people.Length - 1)) % people.Length;
        long id = db.Insert(
            InsertCall, site, number, "call_" + random.Uuid(startedAt), random.Uuid(startedAt), people[dialer], people[receiver], startedAt,
            endedAt,
            answered ? CallLife.Ended : CallLife.TimedOut, recorded ? "finished" : "", isInternal,
            answered && random.OneIn(10) ? random.Pick(Comments) : "");
        db.Run(InsertParticipant, id, 0, people[dialer], startedAt, endedAt);
        if (!answered)
        {
            return;
        }

        db.Run(InsertParticipant, id, 1, people[receiver], startedAt + 4_000, endedAt);
        if (!isInternal)
        {
            db.Run(InsertParticipant, id, 2, random.Pick(guests), startedAt + 9_000, endedAt);
        }

        if (random.OneIn(3))
        {
            db.Run("INSERT INTO call_tags (tag_id, call_id) VALUES (?1, ?2)", _tags[random.Next(_tags.Count)], id);
        }

        if (recorded)
        {
            Attach(id, random.Pick(Kinds), random.Uuid(endedAt), DateTimeOffset.FromUnixTimeMilliseconds(endedAt));
        }
    }

    /// <summary>
    /// What has been seen of rows: captures of one second have one name, and a small copy of a capture, and a file that was
    /// sent outside the call, are of another type than <c>incall</c>.
    /// </summary>
    private void Attach(long callId, SandboxAttachmentKind kind, string uuid, DateTimeOffset at)
    {
        // A sequence of its own, so that what a call leaves behind does not decide who makes the next one.
        SplitMix64 more = new((ulong)callId);
        bool isOutside = kind == SandboxAttachmentKind.Document && more.OneIn(2);
        Insert(callId, kind, uuid, at, isOutside ? "chat" : "incall");
        if (kind == SandboxAttachmentKind.ScreenCapture && more.OneIn(2))
        {
            Insert(callId, kind, more.Uuid(at.ToUnixTimeMilliseconds()), at, "incall");
        }

        if (kind == SandboxAttachmentKind.ScreenCapture && more.OneIn(2))
        {
            Insert(callId, kind, more.Uuid(at.ToUnixTimeMilliseconds()), at, "thumbnail");
        }
    }

    private void Insert(long callId, SandboxAttachmentKind kind, string uuid, DateTimeOffset at, string type) => db.Run(
        "INSERT INTO attachments (uuid, call_id, kind, name, mime_type, status, created_at, type) VALUES (?1, ?2, ?3, ?4, ?5, '', ?6, ?7)",
        uuid, callId, kind.ToString(), kind.FileName(at), kind.MimeType(at), VendorTime.Format(at), type);
}
