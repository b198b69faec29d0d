namespace HelpLightning.Client;

/// <summary>Somebody of the site in a help thread.</summary>
public sealed record HelpThreadParticipant : ApiObject
{
    /// <summary>The user id.</summary>
    public long? Id { get; init; }

    /// <summary>The name.</summary>
    public string? Name { get; init; }

    /// <summary>Did this person open the thread?</summary>
    public bool? Owner { get; init; }

    private protected override string Summary => $"Id = {Id}, Name = {Name}";
}
