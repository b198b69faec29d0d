using HelpLightning.Cli.Output;
using HelpLightning.Cli.Webhooks;

namespace HelpLightning.Cli.Shapes;

/// <summary>How the events of an inbox are printed: lists without their bodies, one with it.</summary>
internal static class InboxShape
{
    private static readonly Field<InboxRow>[] Listed =
    [
        new("id", static r => (long?)r.Event.Id, InTable: true),
        new("received_at", static r => (DateTimeOffset?)r.Event.ReceivedAt, InTable: true),
        new("state", static r => InboxStates.Name(r.Event.State), InTable: true, IsKey: true),
        new("type", static r => r.Event.Type),
        new("category", static r => r.Event.Category, InTable: true),
        new("call_id", static r => r.Event.CallId, InTable: true, IsKey: true, IsLastInTable: true),
        new("signed_by", static r => r.Event.SignedBy),
        new("attempts", static r => (long?)r.Event.Attempts, InTable: true),
        new("next_attempt_at", static r => FieldValue.Until(r.Event.NextAttemptAt, r.Now), InTable: true),
        new("error", static r => r.Event.Error, InTable: true),
        new("handled_by", static r => FieldValue.List(r.Event.HandledBy?.Split('\n') ?? [])),
    ];

    public static readonly RowShape<InboxRow> List = new("events", Listed);

    public static readonly RowShape<InboxRow> Full = new("events", [.. Listed, new("body", static r => r.Body)]);

    /// <summary>How many events a command has changed.</summary>
    public static readonly RowShape<InboxChange> Change = new("changes",
        new("change", static c => c.Verb, InTable: true),
        new("events", static c => (long?)c.Count, InTable: true));
}
