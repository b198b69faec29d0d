namespace HelpLightning.Webhooks;

/// <summary>What became of an event that was claimed.</summary>
public sealed record Settlement
{
    private Settlement(InboxEvent settled, InboxEventState state)
    {
        Event = settled;
        State = state;
        Attempts = settled.Attempts;
        HandledBy = settled.HandledBy;
    }

    /// <summary>The event as it was claimed.</summary>
    public InboxEvent Event { get; }

    /// <summary>What it is from now on.</summary>
    public InboxEventState State { get; }

    /// <summary>How often it was tried, this time included.</summary>
    public int Attempts { get; private init; }

    /// <summary>When it is tried again; null unless <see cref="State"/> is <see cref="InboxEventState.Waiting"/>.</summary>
    public DateTimeOffset? NextAttemptAt { get; private init; }

    /// <summary>What went wrong.</summary>
    public string? Error { get; private init; }

    /// <inheritdoc cref="InboxEvent.HandledBy"/>
    public string? HandledBy { get; private init; }

    /// <summary>All handlers are through with it.</summary>
    public static Settlement Handled(InboxEvent settled)
    {
        ArgumentNullException.ThrowIfNull(settled);
        return new Settlement(settled, InboxEventState.Handled) { Attempts = settled.Attempts + 1, HandledBy = null };
    }

    /// <summary>A handler failed; it is tried again.</summary>
    public static Settlement Retry(InboxEvent settled, DateTimeOffset at, string error, string? handledBy)
    {
        ArgumentNullException.ThrowIfNull(settled);
        return new Settlement(settled, InboxEventState.Waiting)
        {
            Attempts = settled.Attempts + 1,
            NextAttemptAt = at,
            Error = error,
            HandledBy = handledBy,
        };
    }

    /// <summary>It was not tried, and waits until another of its call was: that counts as no attempt.</summary>
    public static Settlement PutOff(InboxEvent settled, DateTimeOffset until)
    {
        ArgumentNullException.ThrowIfNull(settled);
        return new Settlement(settled, InboxEventState.Waiting) { NextAttemptAt = until, Error = settled.Error };
    }

    /// <summary>It failed for good.</summary>
    public static Settlement Dead(InboxEvent settled, string error, string? handledBy)
    {
        ArgumentNullException.ThrowIfNull(settled);
        return new Settlement(settled, InboxEventState.Dead) { Attempts = settled.Attempts + 1, Error = error, HandledBy = handledBy };
    }
}
