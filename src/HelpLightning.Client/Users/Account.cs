using System.Text.Json.Serialization;

namespace HelpLightning.Client;

/// <summary>The calling person, with the meeting room that everybody has (My Help Space).</summary>
public sealed record Account : User
{
    /// <summary>The address of the person's room on the web app, or its path there: <c>/meet/{username}</c>.</summary>
    [JsonPropertyName("personal_room_url")]
    public string? MyHelpSpaceUrl { get; init; }

    /// <summary>The session behind the room.</summary>
    [JsonPropertyName("personal_room_session_id")]
    public string? MyHelpSpaceSessionId { get; init; }
}
