using System.Text.Json.Serialization;
using HelpLightning.Equality;

namespace HelpLightning.Client;

/// <summary>
/// A conversation about one problem, with messages, guests and calls; the wire calls it a workbox. Lists tell only some of the fields.
/// </summary>
public sealed record HelpThread : ApiObject
{
    /// <summary>The thread's id.</summary>
    public long Id { get; init; }

    /// <summary>What opens it; <see cref="HelpThreadClient"/> uses it for you.</summary>
    public AccessToken? Token { get; init; }

    /// <summary><c>REPORTED</c> when open and new, <c>CLOSED</c>, and others.</summary>
    public string? Status { get; init; }

    /// <summary>Is it closed?</summary>
    [JsonIgnore]
    public bool IsClosed => Status == "CLOSED";

    /// <summary>What it is about; up to 255 characters.</summary>
    public string? Title { get; init; }

    /// <summary>Who takes care of it; null for nobody.</summary>
    [JsonIgnore]
    public Reference? AssignedTo => Assignee is { Id: >= 0 } somebody ? somebody : null;

    /// <summary>The people of the site in it.</summary>
    public IReadOnlyList<HelpThreadParticipant> Participants { get; init => field = EqualList<HelpThreadParticipant>.Of(value); } =
        EqualList<HelpThreadParticipant>.Empty;

    /// <summary>Those who were invited from outside.</summary>
    public IReadOnlyList<HelpThreadGuest> Guests { get; init => field = EqualList<HelpThreadGuest>.Of(value); } =
        EqualList<HelpThreadGuest>.Empty;

    /// <summary>The fields that the site has defined for its threads.</summary>
    [JsonPropertyName("ticketFieldsFull")]
    public IReadOnlyList<CustomField> FieldDefinitions { get; init => field = EqualList<CustomField>.Of(value); } =
        EqualList<CustomField>.Empty;

    /// <summary>What the fields hold now.</summary>
    public IReadOnlyList<CustomField> Fields { get; init => field = EqualList<CustomField>.Of(value); } = EqualList<CustomField>.Empty;

    /// <summary>Messages that the user has not read.</summary>
    public long? UnreadMessagesCount { get; init; }

    /// <summary>When something last happened in it.</summary>
    public DateTimeOffset? LastActiveAt { get; init; }

    [JsonInclude]
    [JsonPropertyName("assigned_to")]
    internal Reference? Assignee { get; init; }

    internal override RowKey? Key => RowKey.Of(Id);

    private protected override string Summary => $"Id = {Id}, Title = {Title}, Status = {Status}";
}
