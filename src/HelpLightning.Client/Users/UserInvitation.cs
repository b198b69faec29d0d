using System.Text.Json.Nodes;

namespace HelpLightning.Client;

/// <summary>Whom to invite to the site.</summary>
public sealed record UserInvitation
{
    /// <summary>The full name; under 256 characters.</summary>
    public required string Name { get; init; }

    /// <summary>The e-mail address.</summary>
    public required string Email { get; init; }

    /// <summary>
    /// Further fields as the API wants them. It is known that there is one for the role (User when not given) and one that
    /// suppresses the welcome mail, but not how they are named: ask Help Lightning's support.
    /// </summary>
    public JsonObject? AdditionalFields { get; init; }
}
