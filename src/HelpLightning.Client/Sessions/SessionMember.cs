namespace HelpLightning.Client;

/// <summary>Somebody in a session.</summary>
public sealed record SessionMember : ApiObject
{
    /// <summary>The user id.</summary>
    public long? Id { get; init; }

    /// <summary>The name; empty in what was seen.</summary>
    public string? Name { get; init; }

    /// <summary>The name in links.</summary>
    public string? Username { get; init; }

    /// <summary>A contact token; the caller's own entry has one too.</summary>
    public AccessToken? Token { get; init; }

    /// <summary>A number; 0 is all that has been seen.</summary>
    public long? Status { get; init; }

    /// <summary>The picture.</summary>
    public Avatar? Avatar { get; init; }

    private protected override string Summary => $"Id = {Id}, Username = {Username}";
}
