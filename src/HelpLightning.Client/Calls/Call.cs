using System.Text.Json;
using System.Text.Json.Serialization;
using HelpLightning.Calls;
using HelpLightning.Equality;

namespace HelpLightning.Client;

/// <summary>
/// A call that took place or is going on, as the API records it. Its wire form differs from everything else: camelCase,
/// ids and times as text. Which fields are told depends on the route; what is not told is null or empty.
/// </summary>
public sealed record Call : ApiObject
{
    /// <summary>The call id.</summary>
    [JsonPropertyName("session")]
    public CallId Id { get; init; }

    /// <summary>
    /// When it took place, in words for people, without a time zone: <c>Mar 12, 2021 21:12</c>. Compute with <see cref="StartedAt"/>.
    /// </summary>
    [JsonPropertyName("timestamp")]
    public string? OccurredText { get; init; }

    /// <summary>When it began, to the millisecond; null when not known.</summary>
    [JsonPropertyName("timeCallStarted")]
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended, to the millisecond; null while it is going on, or when not known.</summary>
    [JsonPropertyName("timeCallEnded")]
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How long it took, to the second (rounded by the server).</summary>
    [JsonPropertyName("callDuration")]
    public TimeSpan? Duration { get; init; }

    /// <summary>Why it ended: <c>Call Ended</c> when it went well, <c>Timed out</c> and others; null while it is going on.</summary>
    [JsonPropertyName("reasonCallEnded")]
    public string? EndReason { get => string.IsNullOrEmpty(field) ? null : field; init; }

    /// <summary>True when it is over and went well.</summary>
    [JsonIgnore]
    public bool EndedSuccessfully => CallOutcome.IsAnswered(EndReason) is true;

    /// <summary>The user id of who called; null when not known.</summary>
    [JsonPropertyName("dialerId")]
    public long? DialerId { get; init => field = CallPerson.KnownId(value); }

    /// <summary>The name of who called.</summary>
    [JsonPropertyName("dialerName")]
    public string? DialerName { get; init; }

    /// <summary>Who called.</summary>
    [JsonPropertyName("dialer")]
    public CallPerson? Dialer { get; init; }

    /// <summary>The user id of who was called; null when not known.</summary>
    [JsonPropertyName("receiverId")]
    public long? ReceiverId { get; init => field = CallPerson.KnownId(value); }

    /// <summary>The name of who was called.</summary>
    [JsonPropertyName("receiverName")]
    public string? ReceiverName { get; init; }

    /// <summary>Who was called.</summary>
    [JsonPropertyName("receiver")]
    public CallPerson? Receiver { get; init; }

    /// <summary>Everybody who took part. <see cref="CallPerson.IsExternalTo"/> tells guests from one's own people.</summary>
    [JsonPropertyName("participants")]
    public IReadOnlyList<CallPerson> Participants { get; init => field = EqualList<CallPerson>.Of(value); } = EqualList<CallPerson>.Empty;

    /// <summary>Were all of them of one site?</summary>
    [JsonPropertyName("intraEnterpriseCall")]
    public bool? IsIntraEnterprise { get; init; }

    /// <summary>Are there recordings, captures or files? Only lists tell.</summary>
    [JsonPropertyName("has_attachments")]
    public bool? HasAttachments { get; init; }

    /// <summary>The state of the recording: <c>finished</c> and others.</summary>
    [JsonPropertyName("recordingStatus")]
    public string? RecordingStatus { get; init; }

    /// <summary>Empty in all that was seen: recordings are attachments.</summary>
    [JsonPropertyName("recordingUrl")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWriting)]
    public Uri? RecordingUrl { get; init; }

    /// <summary>What went wrong with the recording; empty when nothing did.</summary>
    [JsonPropertyName("recordingError")]
    public string? RecordingError { get; init; }

    /// <summary>The id of the archive of the recording.</summary>
    [JsonPropertyName("archive_id")]
    public string? ArchiveId { get; init; }

    /// <summary>The names of the groups that it counts for.</summary>
    [JsonPropertyName("groups")]
    public IReadOnlyList<Reference> Groups { get; init => field = EqualList<Reference>.Of(value); } = EqualList<Reference>.Empty;

    /// <summary>Its tags.</summary>
    [JsonPropertyName("tags")]
    public IReadOnlyList<Reference> Tags { get; init => field = EqualList<Reference>.Of(value); } = EqualList<Reference>.Empty;

    /// <summary>What people thought of it. The shape has not been seen.</summary>
    [JsonPropertyName("ratings")]
    public IReadOnlyList<JsonElement> Ratings { get; init => field = EqualList<JsonElement>.Of(value); } = EqualList<JsonElement>.Empty;

    /// <summary>Who asked whom to join. Only <see cref="CallsClient.GetAsync"/> tells.</summary>
    [JsonPropertyName("requests")]
    public IReadOnlyList<CallRequestGroup> Requests { get; init => field = EqualList<CallRequestGroup>.Of(value); } =
        EqualList<CallRequestGroup>.Empty;

    /// <summary>Whom the call was meant for, perhaps a group. Only <see cref="CallsClient.GetAsync"/> tells.</summary>
    [JsonPropertyName("requestFor")]
    public CallPerson? RequestedFor { get; init; }

    /// <summary>The help thread that it belongs to; the wire calls it a workbox.</summary>
    [JsonPropertyName("workbox_id")]
    public long? HelpThreadId { get; init; }

    internal override RowKey? Key => RowKey.Of(Id.Value);

    private protected override string Summary => $"Id = {Id}, StartedAt = {StartedAt:u}, Dialer = {DialerName}, Receiver = {ReceiverName}";
}
