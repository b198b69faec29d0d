using System.Text.Json;
using HelpLightning.Sandbox.Json;

namespace HelpLightning.Sandbox.Control;

/// <summary><c>/_sandbox/clock</c>.</summary>
internal sealed class ClockEndpoints(SandboxClock clock)
{
    public void Map(ControlMap map)
    {
        map.Get("/clock", (_, answer) => Write(answer));
        Change(map, "advance", body =>
        {
            TimeSpan by = body.Duration("by") ?? throw body.Missing("by");
            return () => clock.Advance(by);
        });
        Change(map, "freeze", body =>
        {
            DateTimeOffset? at = body.Instant("at");
            return () => clock.Freeze(at);
        });
        Change(map, "unfreeze", _ => clock.Unfreeze);
        Change(map, "skew", body =>
        {
            TimeSpan by = body.Duration("by") ?? throw body.Missing("by");
            return () => clock.SkewDateHeader(by);
        });
        Change(map, "reset", _ => clock.Reset);
    }

    /// <summary>The whole body is looked at before anything is done.</summary>
    private void Change(ControlMap map, string verb, Func<JsonFields, Action> read) => map.Post($"/clock/{verb}", (_, body, answer) =>
    {
        Action change = read(body);
        body.RequireNoOthers();
        try
        {
            change();
        }
        catch (ArgumentOutOfRangeException)
        {
            throw body.Wrong("", "would move the clock more than a hundred years away from this machine's");
        }

        Write(answer);
    });

    private void Write(Utf8JsonWriter writer)
    {
        writer.WriteString("now"u8, clock.GetUtcNow());
        writer.WriteString("date_header"u8, clock.DateHeader);
        writer.WriteBoolean("frozen"u8, clock.IsFrozen);
        writer.WriteNumber("offset_seconds"u8, clock.Offset.TotalSeconds);
        writer.WriteNumber("date_skew_seconds"u8, clock.DateSkew.TotalSeconds);
    }
}
