namespace HelpLightning.Client;

/// <summary>The older ticket that a help thread stands for.</summary>
public sealed record ThreadTicket : ApiObject
{
    /// <summary>The ticket's id.</summary>
    public long? TicketId { get; init; }

    /// <summary>Its state.</summary>
    public string? Status { get; init; }

    private protected override string Summary => $"TicketId = {TicketId}, Status = {Status}";
}
