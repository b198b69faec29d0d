using System.Text.Json.Serialization;

namespace HelpLightning.Client;

/// <summary>A report that is being made, or is ready.</summary>
public sealed record Report : ApiObject
{
    /// <summary>The report's id.</summary>
    [JsonPropertyName("uuid")]
    public string? Id { get; init; }

    /// <summary><c>complete</c>, <c>failed</c>; everything else means that it is being made.</summary>
    public string? Status { get; init; }

    /// <summary>Where the zip lies once it is complete; whoever knows the address can read it until it expires.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWriting)]
    public Uri? Url { get; init; }

    /// <summary>Is it ready?</summary>
    [JsonIgnore]
    public bool IsComplete => Status == "complete";

    /// <summary>Did it fail for good?</summary>
    [JsonIgnore]
    public bool HasFailed => Status == "failed";

    private protected override string Summary => $"Id = {Id}, Status = {Status}";
}
