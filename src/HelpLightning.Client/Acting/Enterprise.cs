namespace HelpLightning.Client;

/// <summary>A site that a user may act for.</summary>
public sealed record Enterprise : ApiObject
{
    /// <summary>The site id; null when the API does not tell.</summary>
    public long? Id { get; init; }

    /// <summary>The name; null when the API does not tell.</summary>
    public string? Name { get; init; }

    /// <summary>What opens the site's routes; <see cref="UserClient.AsEnterpriseAsync"/> uses it for you.</summary>
    public AccessToken? Token { get; init; }

    internal override RowKey? Key => RowKey.Of(Id);

    private protected override string Summary => $"Id = {Id}, Name = {Name}";
}
