namespace HelpLightning.Client;

/// <summary>Whom to invite into a help thread from outside.</summary>
public sealed record HelpThreadInvitation
{
    /// <summary>The guest's name.</summary>
    public required string Name { get; init; }

    /// <summary>Where the invitation goes by e-mail. It or <see cref="Phone"/> must be given, except in a silent invitation.</summary>
    public string? Email { get; init; }

    /// <summary>Where it goes by SMS, in E.164.</summary>
    public string? Phone { get; init; }

    /// <summary>True to invite into video, false (the default) into the conversation.</summary>
    public bool JoinVideo { get; init; }
}
