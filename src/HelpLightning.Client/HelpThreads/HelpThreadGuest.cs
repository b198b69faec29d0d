namespace HelpLightning.Client;

/// <summary>Somebody who was invited into a help thread from outside.</summary>
public sealed record HelpThreadGuest : ApiObject
{
    /// <summary>The guest's number.</summary>
    public long? Id { get; init; }

    /// <summary>
    /// The guest's id for <see cref="HelpThreadClient.ResendInvitationAsync"/> and <see cref="HelpThreadClient.RemoveGuestAsync"/>.
    /// </summary>
    public string? Uuid { get; init; }

    /// <summary>The name.</summary>
    public string? Name { get; init; }

    /// <summary>Has the guest come in?</summary>
    public bool? HasJoined { get; init; }

    private protected override string Summary => $"Uuid = {Uuid}, Name = {Name}";
}
