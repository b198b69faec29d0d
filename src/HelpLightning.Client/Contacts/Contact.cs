namespace HelpLightning.Client;

/// <summary>Somebody whom a search found. Not all searches tell all fields.</summary>
public sealed record Contact : ApiObject
{
    /// <summary>The user id.</summary>
    public long Id { get; init; }

    /// <summary>The name.</summary>
    public string? Name { get; init; }

    /// <summary>The name in links.</summary>
    public string? Username { get; init; }

    /// <summary>The e-mail address; the search over all sites does not tell it, on purpose.</summary>
    public string? Email { get; init; }

    /// <summary>The job title.</summary>
    public string? Title { get; init; }

    /// <summary>Where the person works.</summary>
    public string? Location { get; init; }

    /// <summary>The kind of licence.</summary>
    public string? License { get; init; }

    /// <summary>The site or workspace.</summary>
    public long? EnterpriseId { get; init; }

    /// <summary>Can be called now.</summary>
    public bool? Reachable { get; init; }

    /// <summary>Is one of the caller's favourites.</summary>
    public bool? Favorite { get; init; }

    /// <summary>False when switched off.</summary>
    public bool? Active { get; init; }

    /// <summary>Can take part in help threads.</summary>
    public bool? SupportsMessaging { get; init; }

    /// <summary>The picture.</summary>
    public Avatar? Avatar { get; init; }

    /// <summary>
    /// What opens a session with this person: <see cref="SessionsClient.CreateAsync(IEnumerable{Contact}, CancellationToken)"/>.
    /// </summary>
    public AccessToken? Token { get; init; }

    internal override RowKey? Key => RowKey.Of(Id);

    private protected override string Summary => $"Id = {Id}, Name = {Name}";
}
