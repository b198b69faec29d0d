using System.Text.Json.Serialization;

namespace HelpLightning.Client;

/// <summary>One of the calls of a session.</summary>
public sealed record SessionCall : ApiObject
{
    /// <summary>The session.</summary>
    public string? SessionId { get; init; }

    /// <summary>The call; null when the API does not tell.</summary>
    [JsonIgnore]
    public CallId? CallId => Client.CallId.IsId(CallIdText) ? new CallId(CallIdText!) : null;

    /// <summary>When it began.</summary>
    [JsonPropertyName("start_time")]
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended; null while it is going on.</summary>
    [JsonPropertyName("end_time")]
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Is it over?</summary>
    public bool? Complete { get; init; }

    /// <summary>Did it go well?</summary>
    public bool? Successful { get; init; }

    /// <summary>Who called.</summary>
    public CallPerson? Dialer { get; init; }

    /// <summary>Who was called.</summary>
    public CallPerson? Receiver { get; init; }

    [JsonInclude]
    [JsonPropertyName("call_id")]
    internal string? CallIdText { get; init; }

    private protected override string Summary => $"SessionId = {SessionId}, CallId = {CallIdText}, StartedAt = {StartedAt:u}";
}
