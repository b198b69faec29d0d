using System.Text.Json.Serialization;
using HelpLightning.Equality;

namespace HelpLightning.Client;

/// <summary>A group of people; the wire calls it a pod.</summary>
public sealed record Group : ApiObject
{
    /// <summary>The group id.</summary>
    public long Id { get; init; }

    /// <summary>The name.</summary>
    public string? Name { get; init; }

    /// <summary>What it is for.</summary>
    public string? Description { get; init; }

    /// <summary>The group's e-mail address.</summary>
    public string? Email { get; init; }

    /// <summary>How many administrators it has.</summary>
    public long? AdminCount { get; init; }

    /// <summary>How many people are in it.</summary>
    public long? UserCount { get; init; }

    /// <summary>Is it the group that everybody is in?</summary>
    [JsonPropertyName("default")]
    public bool? IsDefault { get; init; }

    /// <summary>Is it a group of experts on call?</summary>
    [JsonPropertyName("expert")]
    public bool? IsExpert { get; init; }

    /// <summary>May the caller manage it?</summary>
    public bool? Manage { get; init; }

    /// <summary>The people in it; only <see cref="GroupsClient.GetAsync"/> brings them.</summary>
    public IReadOnlyList<Reference> Users { get; init => field = EqualList<Reference>.Of(value); } = EqualList<Reference>.Empty;

    /// <summary>Its administrators; only <see cref="GroupsClient.GetAsync"/> brings them.</summary>
    public IReadOnlyList<Reference> Admins { get; init => field = EqualList<Reference>.Of(value); } = EqualList<Reference>.Empty;

    /// <summary>The groups that it includes; only <see cref="GroupsClient.GetAsync"/> brings them.</summary>
    [JsonPropertyName("subpods")]
    public IReadOnlyList<Reference> Subgroups { get; init => field = EqualList<Reference>.Of(value); } = EqualList<Reference>.Empty;

    /// <summary>The groups on call for it; only <see cref="GroupsClient.GetAsync"/> brings them.</summary>
    [JsonPropertyName("on_call_pods")]
    public IReadOnlyList<Reference> OnCallGroups { get; init => field = EqualList<Reference>.Of(value); } = EqualList<Reference>.Empty;

    internal override RowKey? Key => RowKey.Of(Id);

    private protected override string Summary => $"Id = {Id}, Name = {Name}";
}
