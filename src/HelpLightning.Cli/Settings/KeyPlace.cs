using HelpLightning.PartnerKeys;

namespace HelpLightning.Cli.Settings;

/// <summary>Where the partner key is.</summary>
/// <param name="Path">Its file, its URI, <see cref="StandardInput"/>, or null when an environment variable holds its text.</param>
/// <param name="Origin">What said so: a flag, a variable or a profile.</param>
internal sealed record KeyPlace(string? Path, string Origin)
{
    public const string StandardInput = "-";

    /// <summary>What opens it; null when it is no URI.</summary>
    public PartnerKeyScheme? Scheme => PartnerKeyScheme.TryFind(KeySchemes.All, Path, out PartnerKeyScheme? scheme) ? scheme : null;

    public bool IsFile => Path is not (null or StandardInput) && Scheme is null;
}
