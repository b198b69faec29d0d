namespace HelpLightning.Webhooks;

/// <summary>What a handler may want to know beside the event.</summary>
public sealed record WebhookContext
{
    /// <summary>The event's number in the inbox, the same at each attempt.</summary>
    public long Id { get; init; }

    /// <summary>When it came. The vendor tells no time at which it happened.</summary>
    public DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Which attempt this is, from 1.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>The name of the secret that signed it: where each workspace's webhook has its own, it tells the workspace.</summary>
    public string? SignedBy { get; init; }

    /// <summary>The body as it came.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }
}
