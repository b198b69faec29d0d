namespace HelpLightning.Webhooks;

/// <summary>Something that happened in a call. By itself: of a category that this version does not know.</summary>
public record CallEvent : WebhookEvent
{
    internal const string TypeName = "call";

    /// <summary>An event to fill in.</summary>
    public CallEvent() => Type = TypeName;

    /// <summary>
    /// The call's id, such as <c>call_34c78f14-…</c>, or its number in digits; null when the body names no call. The client's
    /// <c>CallId</c> takes either.
    /// </summary>
    public string? CallId { get; init; }
}

/// <summary>A call began. The vendor shows no example of its data.</summary>
public sealed record CallStarted : CallEvent
{
    internal const string CategoryName = "started";

    /// <summary>An event to fill in.</summary>
    public CallStarted() => Category = CategoryName;
}

/// <summary>A call is over. The vendor shows no example of its data.</summary>
public sealed record CallEnded : CallEvent
{
    internal const string CategoryName = "ended";

    /// <summary>An event to fill in.</summary>
    public CallEnded() => Category = CategoryName;
}

/// <summary>Somebody entered a call. The vendor shows no example of its data; ask the API who is in the call.</summary>
public sealed record ParticipantJoined : CallEvent
{
    internal const string CategoryName = "participant_joined";

    /// <summary>An event to fill in.</summary>
    public ParticipantJoined() => Category = CategoryName;
}

/// <summary>Somebody left a call. The vendor shows no example of its data; ask the API who is in the call.</summary>
public sealed record ParticipantLeft : CallEvent
{
    internal const string CategoryName = "participant_left";

    /// <summary>An event to fill in.</summary>
    public ParticipantLeft() => Category = CategoryName;
}

/// <summary>A capture, a recording or a file was added to a call. Its name and its address are the API's to tell.</summary>
public sealed record AttachmentCreated : CallEvent
{
    internal const string CategoryName = "attachment_created";

    /// <summary>An event to fill in.</summary>
    public AttachmentCreated() => Category = CategoryName;

    /// <summary>The number by which the API knows it; null when the body has none.</summary>
    public long? AttachmentId { get; init; }

    /// <summary>What tells it from every other attachment; null when the body has none.</summary>
    public string? AttachmentUuid { get; init; }
}
