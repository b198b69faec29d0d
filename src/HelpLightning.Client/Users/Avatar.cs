namespace HelpLightning.Client;

/// <summary>Addresses of a person's picture; null when there is none.</summary>
public sealed record Avatar
{
    /// <summary>The picture as it was uploaded.</summary>
    public string? Original { get; init; }

    /// <summary>A small one.</summary>
    public string? Thumb { get; init; }
}
