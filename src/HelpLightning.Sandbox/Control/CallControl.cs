using HelpLightning.Sandbox.Attachments;
using HelpLightning.Sandbox.Calls;
using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Hosting;
using HelpLightning.Sandbox.Seeding;
using HelpLightning.Sandbox.Users;

namespace HelpLightning.Sandbox.Control;

/// <summary>Steps in the life of calls, each a transaction of its own.</summary>
internal sealed class CallControl(SandboxCore core)
{
    private long Site => core.Options.SiteId.Value;

    public SandboxCall Start(string dialer, string receiver) => core.Database.Write(db =>
    {
        string callId = core.Calls.Start(db, PersonReference.Require(db, Site, dialer), PersonReference.Require(db, Site, receiver));
        return new SandboxCall(callId, db.FindText("SELECT session_id FROM calls WHERE call_id = ?1", callId)!);
    });

    public void Join(string callId, string user) => core.Database.Write(db => core.Calls.Join(db, callId, PersonReference.Require(db, SiteOf(db, callId), user)));

    /// <summary>Somebody without an account comes in by a link; answers the id that they get.</summary>
    public long JoinAsGuest(string callId, string name) => core.Database.Write(db =>
    {
        long id = UserStore.Add(db, PeopleSeed.Anonymous(name, VendorTime.Format(core.Clock.GetUtcNow())));
        core.Calls.Join(db, callId, id);
        return id;
    });

    public void Leave(string callId, string user) => core.Database.Write(db => core.Calls.Leave(db, callId, PersonReference.Require(db, SiteOf(db, callId), user)));

    /// <summary>Answers the attachment's uuid.</summary>
    public string Attach(string callId, SandboxAttachmentKind kind) => core.Database.Write(db => core.Calls.Attach(db, callId, kind switch
    {
        SandboxAttachmentKind.Recording => AttachmentKind.Recording,
        SandboxAttachmentKind.Document => AttachmentKind.Document,
        _ => AttachmentKind.ScreenCapture,
    }));

    public void End(string callId) => core.Database.Write(db => core.Calls.End(db, callId));

    public void Tag(string callId, string tag) => core.Database.Write(db => CallLife.Tag(db, callId, tag));

    private long SiteOf(Db db, string callId) => db.FindNumber("SELECT site_id FROM calls WHERE call_id = ?1", callId) ?? Site;
}
