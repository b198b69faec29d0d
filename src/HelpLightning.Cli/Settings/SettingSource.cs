using System.CommandLine;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Hosting;
using HelpLightning.Shell;

namespace HelpLightning.Cli.Settings;

/// <summary>
/// Where a setting comes from: flag, then environment, then profile. Of a profile that is named by <c>--profile</c> the
/// environment fills nothing in: who names a site wants that site's key and API key, sent to that site's address, and not
/// one of them from somewhere else.
/// </summary>
internal sealed class SettingSource
{
    private readonly Host _host;
    private ConfigFile? _file;

    public SettingSource(Host host)
    {
        _host = host;
        Profile.CompletionSources.Add(_ => ProfileNames().Select(static name => new System.CommandLine.Completions.CompletionItem(name)));
    }

    public ConnectionOption<string?> Profile { get; } = new("--profile")
    {
        HelpName = "NAME",
        Description = $"The profile to use [env: {Variables.Profile}] [default: {ConfigFile.DefaultProfile}]",
    };

    public ConfigFile File => _file ??= ConfigFile.Read(FilePath);

    public string FilePath => ConfigFile.Locate(_host);

    /// <summary>The profile in force.</summary>
    public string ProfileName(ParseResult parsed) => Named(parsed) ?? _host.TrimmedVariable(Variables.Profile) ?? ConfigFile.DefaultProfile;

    /// <summary>The profile named by flag; null when none is.</summary>
    public string? Named(ParseResult parsed) => parsed.GetResult(Profile) is null ? null : parsed.GetValue(Profile);

    /// <summary>The value in force; null when there is none anywhere.</summary>
    public SettingValue? Find(ParseResult parsed, Setting setting, Option<string?>? flag = null)
    {
        if (flag is not null && parsed.GetResult(flag) is not null && parsed.GetValue(flag) is { } typed)
        {
            return new SettingValue(typed, flag.Name);
        }

        return Named(parsed) is not null
            ? FromProfile(parsed, setting)
            : FromEnvironment(setting) ?? FromProfile(parsed, setting);
    }

    /// <summary>What a command that somebody is told to type ends with, so that it is about the same profile.</summary>
    public string ProfileFlag(ParseResult parsed) => Named(parsed) is { } name ? $" {Profile.Name} {ShellWord.Quote(name)}" : "";

    /// <summary>The command that sets something in the profile in force.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="setting">What to set.</param>
    /// <param name="value">What to type for the value; null for a secret, which is asked for.</param>
    public string SetCommand(ParseResult parsed, Setting setting, string? value = null) =>
        $"hl config set {setting.Name}{(value is null ? "" : $" {value}")}{ProfileFlag(parsed)}";

    /// <summary>The same, with the variable that does as well, or the one that does not count here.</summary>
    public string HowToSet(ParseResult parsed, Setting setting, string? value = null) => SetCommand(parsed, setting, value)
        + (Named(parsed) is null ? $" (or set {setting.Variable})"
            : FromEnvironment(setting) is null ? ""
            : $" ({setting.Variable} does not count for a profile that {Profile.Name} names)");

    /// <summary>How to mend a value that is wrong, where it comes from.</summary>
    public string HowToMend(ParseResult parsed, Setting setting, SettingValue value, string example) =>
        "To set it right: " + (value.IsFromProfile
            ? SetCommand(parsed, setting, example)
            : $"{ShellLine.Set((value.Origin, example))} (or {ShellLine.Unset(value.Origin)})");

    /// <summary>The API key, of commands that call.</summary>
    public string RequireApiKey(ParseResult parsed)
    {
        SettingValue value = Find(parsed, Setting.ApiKey)
            ?? throw CommandException.Configuration(
                $"The API key is missing. Set it once and for all: {HowToSet(parsed, Setting.ApiKey)}. "
                + "Help Lightning shows it in its Developer tab (Add API Key), hl sandbox when it starts.");
        if (value.IsFromProfile)
        {
            WarnWhenOpen();
        }

        return value.Text;
    }

    /// <summary>What a profile that others can read deserves to be told; once, by whoever is about to use a secret from it.</summary>
    public void WarnWhenOpen()
    {
        if (ConfigFile.IsOpenToOthers(FilePath))
        {
            _host.Screen.Warn($"{FilePath} can be read by others. Close it: chmod 600 {ShellWord.Path(FilePath)}");
        }
    }

    private SettingValue? FromEnvironment(Setting setting) =>
        setting.Variable is { } variable && _host.TrimmedVariable(variable) is { } text ? new SettingValue(text, variable) : null;

    private SettingValue? FromProfile(ParseResult parsed, Setting setting)
    {
        string name = ProfileName(parsed);
        if (name != ConfigFile.DefaultProfile)
        {
            RequireProfile(name);
        }

        return File.Get(name, setting) is { } text ? new SettingValue(text, $"profile {name}") : null;
    }

    /// <summary>Says how to make a profile that there is not.</summary>
    public void RequireProfile(string name)
    {
        if (File.HasProfile(name))
        {
            return;
        }

        string others = File.ProfileNames is { Count: > 0 } names ? $"There are: {string.Join(", ", names)}." : "There is none yet.";
        throw CommandException.Configuration(
            $"There is no profile {name} in {FilePath}. {others} "
            + $"To make it: hl config set site-id NUMBER {Profile.Name} {ShellWord.Quote(name)}");
    }

    private IReadOnlyList<string> ProfileNames()
    {
        try
        {
            return File.ProfileNames;
        }
        catch (Exception e) when (e is CommandException or IOException or UnauthorizedAccessException)
        {
            // a completion has nowhere to complain
            return [];
        }
    }
}
