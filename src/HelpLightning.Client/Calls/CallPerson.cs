using System.Text.Json.Serialization;

namespace HelpLightning.Client;

/// <summary>Somebody in a call.</summary>
public sealed record CallPerson : ApiObject
{
    /// <summary>The user id; null for who has none.</summary>
    [JsonConverter(typeof(PersonIdConverter))]
    public long? Id { get; init; }

    /// <summary>The name.</summary>
    public string? Name { get; init; }

    /// <summary>The name in links.</summary>
    public string? Username { get; init; }

    /// <summary>The e-mail address.</summary>
    public string? Email { get; init; }

    /// <summary>The site or workspace that the person belongs to.</summary>
    [JsonPropertyName("enterpriseId")]
    [JsonConverter(typeof(PersonIdConverter))]
    public long? EnterpriseId { get; init; }

    /// <summary>Did the person come in by a link, without an account?</summary>
    [JsonPropertyName("isAnonymous")]
    public bool? IsAnonymous { get; init; }

    /// <summary>Is it a group rather than a person?</summary>
    [JsonPropertyName("is_group")]
    public bool? IsGroup { get; init; }

    /// <summary>Does the person belong to another site or workspace than this one?</summary>
    public bool IsExternalTo(long enterpriseId) => EnterpriseId != enterpriseId;

    private protected override string Summary => $"Id = {Id}, Name = {Name}";
}
