namespace HelpLightning.Webhooks;

/// <summary>The signalling of a session. The vendor names no categories; <see cref="WebhookEvent.Data"/> has what came.</summary>
public sealed record SessionEvent : WebhookEvent
{
    internal const string TypeName = "session";

    /// <summary>An event to fill in.</summary>
    public SessionEvent() => Type = TypeName;
}

/// <summary>An event of a type that this version does not know, or of none.</summary>
public sealed record UnknownEvent : WebhookEvent;
