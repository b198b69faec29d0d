namespace HelpLightning.Cli.Settings;

/// <summary>A setting's value.</summary>
/// <param name="Text">The value.</param>
/// <param name="Origin">Where it came from: a flag, a variable, or <c>profile NAME</c>.</param>
internal sealed record SettingValue(string Text, string Origin)
{
    public bool IsFromProfile => Origin.StartsWith("profile ", StringComparison.Ordinal);

    public bool IsFromFlag => Origin.StartsWith('-');
}
