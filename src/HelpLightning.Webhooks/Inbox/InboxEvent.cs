namespace HelpLightning.Webhooks;

/// <summary>An event in an inbox.</summary>
public sealed record InboxEvent
{
    /// <summary>Its number: a later event has a larger one, as far as one receiver took both.</summary>
    public long Id { get; init; }

    /// <summary>Where it is on its way.</summary>
    public InboxEventState State { get; init; }

    /// <summary>When it came.</summary>
    public DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The name of the secret that signed it, which tells the workspace; null when that has none.</summary>
    public string? SignedBy { get; init; }

    /// <summary>The event's <c>type</c>.</summary>
    public string? Type { get; init; }

    /// <summary>The event's <c>category</c>.</summary>
    public string? Category { get; init; }

    /// <summary>The call it happened in. Events of one call are handled one after the other.</summary>
    public string? CallId { get; init; }

    /// <summary>How often it was tried.</summary>
    public int Attempts { get; init; }

    /// <summary>When it is tried again, while it is <see cref="InboxEventState.Waiting"/>.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>What went wrong at the last attempt.</summary>
    public string? Error { get; init; }

    /// <summary>
    /// The handlers that are through with it, separated by line feeds: the next attempt is for the others. Null for none.
    /// </summary>
    public string? HandledBy { get; init; }

    /// <summary>The body as it came; empty in a list.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Equal when all is, bodies byte by byte.</summary>
    public bool Equals(InboxEvent? other) =>
        other is not null
        && (Id, State, ReceivedAt, SignedBy, Type, Category)
            == (other.Id, other.State, other.ReceivedAt, other.SignedBy, other.Type, other.Category)
        && (CallId, Attempts, NextAttemptAt, Error, HandledBy)
            == (other.CallId, other.Attempts, other.NextAttemptAt, other.Error, other.HandledBy)
        && Body.Span.SequenceEqual(other.Body.Span);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, State, Attempts);
}
