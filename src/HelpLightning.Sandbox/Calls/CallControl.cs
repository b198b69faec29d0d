using HelpLightning.PartnerKeys;
using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Time;
using HelpLightning.Sandbox.Users;

namespace HelpLightning.Sandbox.Calls;

/// <summary>Steps in the life of calls, each a transaction of its own.</summary>
internal sealed class CallControl(SandboxDatabase database, CallLife life, SiteId site, TimeProvider clock)
{
    public SandboxCall Start(string dialer, string receiver) => database.Write(db =>
    {
        string callId = life.Start(db, PersonReference.Require(db, site.Value, dialer), PersonReference.Require(db, site.Value, receiver));
        return new SandboxCall(callId, db.FindText("SELECT session_id FROM calls WHERE call_id = ?1", callId)!);
    });

    public void Join(string callId, string user) =>
        database.Write(db => life.Join(db, callId, PersonReference.Require(db, SiteOf(db, callId), user)));

    /// <summary>Somebody without an account comes in by a link; answers the id that they get.</summary>
    public long JoinAsGuest(string callId, string name) => database.Write(db =>
    {
        long id = UserStore.Add(db, UserRow.Anonymous(name, VendorTime.Now(clock)));
        life.Join(db, callId, id);
        return id;
    });

    public void Leave(string callId, string user) =>
        database.Write(db => life.Leave(db, callId, PersonReference.Require(db, SiteOf(db, callId), user)));

    /// <summary>Answers the attachment's uuid.</summary>
    public string Attach(string callId, SandboxAttachmentKind kind) => database.Write(db => life.Attach(db, callId, kind));

    public void End(string callId) => database.Write(db => life.End(db, callId));

    public void Tag(string callId, string tag) => database.Write(db => CallLife.Tag(db, callId, tag));

    private long SiteOf(Db db, string callId) => db.FindNumber("SELECT site_id FROM calls WHERE call_id = ?1", callId) ?? site.Value;
}
