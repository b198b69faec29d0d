namespace HelpLightning.Client;

/// <summary>What is wrong with a setting. Never repeats a secret.</summary>
/// <param name="SettingName">The name of the property of <see cref="HelpLightningOptions"/>, such as <c>ApiKey</c>.</param>
/// <param name="Problem">What is wrong, as the rest of a sentence that begins with the name: <c>is missing</c>.</param>
/// <param name="Remedy">What to do, as the end of that sentence: <c>set it to an API key from Help Lightning's Developer tab</c>.</param>
public sealed record SettingFault(string SettingName, string Problem, string Remedy)
{
    /// <summary>
    /// The sentence, with the setting as a configuration file has it: <c>HelpLightning:ApiKey is missing: set it to …</c>
    /// </summary>
    public override string ToString() => $"HelpLightning:{SettingName} {Problem}: {Remedy}.";
}
