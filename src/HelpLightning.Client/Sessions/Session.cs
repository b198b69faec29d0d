using System.Text.Json.Serialization;
using HelpLightning.Equality;

namespace HelpLightning.Client;

/// <summary>A meeting of people, in which video can be started.</summary>
public sealed record Session : ApiObject
{
    /// <summary>The session id.</summary>
    public string Id { get; init; } = "";

    /// <summary>The caller's own token for the session.</summary>
    public AccessToken? Token { get; init; }

    /// <summary>Is video on?</summary>
    public bool? VideoActive { get; init; }

    /// <summary>The number that lets people in; empty when there is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWriting)]
    public string? Pin { get; init; }

    /// <summary>Last changed.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>Everybody in it, the caller included: of a personal room that nobody else is in, the owner alone.</summary>
    public IReadOnlyList<SessionMember> Users { get; init => field = EqualList<SessionMember>.Of(value); } = EqualList<SessionMember>.Empty;

    private protected override string Summary => $"Id = {Id}, {Users.Count} people, VideoActive = {VideoActive}";
}
