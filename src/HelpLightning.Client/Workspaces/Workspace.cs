using HelpLightning.Equality;

namespace HelpLightning.Client;

/// <summary>A part of a site with people, groups, calls and settings of its own.</summary>
public sealed record Workspace : ApiObject
{
    /// <summary>The workspace id, which is also its site id.</summary>
    public long Id { get; init; }

    /// <summary>The name.</summary>
    public string? Name { get; init; }

    /// <summary>False when it is switched off.</summary>
    public bool? Active { get; init; }

    /// <summary>What opens everything inside it; <see cref="EnterpriseClient.AsWorkspace"/> uses it for you.</summary>
    public AccessToken? Token { get; init; }

    /// <summary>Its administrators.</summary>
    public IReadOnlyList<Reference> Admins { get; init => field = EqualList<Reference>.Of(value); } = EqualList<Reference>.Empty;

    internal override RowKey? Key => RowKey.Of(Id);

    private protected override string Summary => $"Id = {Id}, Name = {Name}";
}
