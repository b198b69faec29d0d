using System.Text.Json.Serialization;

namespace HelpLightning.Client;

/// <summary>A group whose experts take turns in answering.</summary>
public sealed record OnCallGroup : ApiObject
{
    /// <summary>The group id.</summary>
    public long Id { get; init; }

    /// <summary>The name.</summary>
    public string? Name { get; init; }

    /// <summary>What it is for.</summary>
    public string? Description { get; init; }

    /// <summary>Is it on call?</summary>
    [JsonPropertyName("on_call_group")]
    public bool? IsOnCall { get; init; }

    /// <summary>The colour that stands for it.</summary>
    public string? Color { get; init; }

    /// <summary>How many people are in it.</summary>
    public long? UserCount { get; init; }

    /// <summary>Is one of the caller's favourites.</summary>
    public bool? Favorite { get; init; }

    /// <summary>The site or workspace.</summary>
    public long? EnterpriseId { get; init; }

    /// <summary>The picture.</summary>
    public Avatar? Avatar { get; init; }

    internal override RowKey? Key => RowKey.Of(Id);

    private protected override string Summary => $"Id = {Id}, Name = {Name}";
}
