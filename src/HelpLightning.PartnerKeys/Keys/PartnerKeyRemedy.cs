namespace HelpLightning.PartnerKeys;

/// <summary>
/// What to do about a key that was refused. What it names to be written did not exist when it was worded, so that a command
/// typed as it stands never touches the key that is there.
/// </summary>
/// <param name="Kind">What it is, for programs.</param>
/// <param name="Words">The same for people: one or more sentences without the last full stop.</param>
public sealed record PartnerKeyRemedy(PartnerKeyRemedyKind Kind, string Words)
{
    /// <summary>
    /// What to type into a POSIX shell, names quoted; null when nothing can be typed, for instance because the key came from
    /// a pipe and cannot be read again.
    /// </summary>
    public string? Command { get; init; }

    /// <summary>The file that was read, quoted for a shell; null when there is none that can be read again.</summary>
    public string? File { get; init; }

    /// <summary>A file that does not exist, quoted for a shell: what the command writes, or where a new key belongs.</summary>
    public string? NewFile { get; init; }

    /// <summary>The words, and the command after a colon.</summary>
    public override string ToString() => Command is null ? $"{Words}." : $"{Words}: {Command}";
}
