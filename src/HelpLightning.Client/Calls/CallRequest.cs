namespace HelpLightning.Client;

/// <summary>Somebody asked somebody to join a call.</summary>
public sealed record CallRequest : ApiObject
{
    /// <summary>Who asked.</summary>
    public CallPerson? From { get; init; }

    /// <summary>Who was asked; perhaps a group.</summary>
    public CallPerson? To { get; init; }

    /// <summary>What came of it: <c>accepted</c> and others.</summary>
    public string? Reason { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    private protected override string Summary => $"From = {From?.Name}, To = {To?.Name}, Reason = {Reason}";
}
