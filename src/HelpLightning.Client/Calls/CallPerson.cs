using System.Text.Json.Serialization;

namespace HelpLightning.Client;

/// <summary>Somebody in a call.</summary>
public sealed record CallPerson : ApiObject
{
    /// <summary>The user id; null for who has none.</summary>
    public long? Id { get; init => field = KnownId(value); }

    /// <summary>The name.</summary>
    public string? Name { get; init; }

    /// <summary>The name in links.</summary>
    public string? Username { get; init; }

    /// <summary>The e-mail address.</summary>
    public string? Email { get; init; }

    /// <summary>The site or workspace that the person belongs to.</summary>
    [JsonPropertyName("enterpriseId")]
    public long? EnterpriseId { get; init => field = KnownId(value); }

    /// <summary>Did the person come in by a link, without an account?</summary>
    [JsonPropertyName("isAnonymous")]
    public bool? IsAnonymous { get; init; }

    /// <summary>Is it a group rather than a person?</summary>
    [JsonPropertyName("is_group")]
    public bool? IsGroup { get; init; }

    /// <summary>Does the person belong to another site or workspace than this one?</summary>
    public bool IsExternalTo(long enterpriseId) => EnterpriseId != enterpriseId;

    /// <summary>Where there is nobody the wire says <c>-1</c>, or nothing.</summary>
    internal static long? KnownId(long? id) => id >= 0 ? id : null;

    private protected override string Summary => $"Id = {Id}, Name = {Name}";
}
