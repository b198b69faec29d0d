using System.Text.Json;
using System.Text.Json.Serialization;
using HelpLightning.Equality;

namespace HelpLightning.Client;

/// <summary>A field that the site has defined for help threads, or what it holds.</summary>
public sealed record CustomField : ApiObject
{
    private readonly EqualJson _defaultValue;
    private readonly EqualJson _value;

    /// <summary>The field's id.</summary>
    public long Id { get; init; }

    /// <summary>The name.</summary>
    public string? Name { get; init; }

    /// <summary>What it is for.</summary>
    public string? Description { get; init; }

    /// <summary>Is it kept from people's sight?</summary>
    public bool? Hidden { get; init; }

    /// <summary><c>TEXT</c>, <c>BOOLEAN</c>, <c>LIST</c>; others may exist.</summary>
    public string? Type { get; init; }

    /// <summary>May several options be chosen? Only for <c>LIST</c>.</summary>
    [JsonPropertyName("multiSelect")]
    public bool? MultiSelect { get; init; }

    /// <summary><c>MANDATORY_ON_CREATION</c>, <c>MANDATORY_ON_CLOSE</c>, or something else when it is optional.</summary>
    public string? Mandatory { get; init; }

    /// <summary>What can be chosen. The id is what is saved.</summary>
    public IReadOnlyList<Reference> Options { get; init => field = EqualList<Reference>.Of(value); } = EqualList<Reference>.Empty;

    /// <summary>What it holds at first, in the API's form.</summary>
    [JsonPropertyName("defaultValue")]
    public JsonElement? DefaultValue { get => _defaultValue.Element; init => _defaultValue = new(value); }

    /// <summary>What it holds, in the API's form.</summary>
    public JsonElement? Value { get => _value.Element; init => _value = new(value); }

    /// <summary>What it holds, for people.</summary>
    [JsonPropertyName("valueAsString")]
    public string? ValueAsText { get; init; }

    private protected override string Summary => $"Id = {Id}, Name = {Name}, Type = {Type}";
}
