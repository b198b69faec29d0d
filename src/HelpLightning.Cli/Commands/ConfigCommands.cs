using System.CommandLine;
using System.CommandLine.Completions;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Output;
using HelpLightning.Cli.Settings;
using HelpLightning.Cli.Syntax;

namespace HelpLightning.Cli.Commands;

/// <summary><c>hl config</c>: what hl remembers, in profiles.</summary>
internal static class ConfigCommands
{
    private const string Blanked = "(set: --reveal shows it)";

    private static readonly RowShape<ShownSetting> Shape = new("settings",
        new("name", static s => s.Setting.Name, InTable: true),
        new("value", static s => s.Value, InTable: true),
        new("from", static s => s.Origin, InTable: true));

    private static readonly RowShape<(string Name, bool IsUsed)> Profiles = new("profiles",
        new("name", static p => p.Name, InTable: true),
        new("used", static p => (bool?)p.IsUsed, InTable: true));

    public static Command Build(Host host) =>
        new HlCommand("config", "What hl remembers: site, key file, API key; in profiles for several sites",
        "hl config set site-id 54344",
        "hl config set api-key",
        "hl config list --profile lab")
    {
        Set(host), Get(host), Unset(host), List(host), ListProfiles(host), FilePath(host),
    };

    private static HlCommand Set(Host host)
    {
        SettingSource source = new(host);
        Argument<string> name = Name();
        Argument<string?> value = new("VALUE")
        {
            Description = "The value; - reads standard input. A secret is asked for and not taken from here",
            Arity = ArgumentArity.ZeroOrOne,
        };
        value.CompletionSources.Add(context =>
            Setting.All.FirstOrDefault(s => s.Name == Typed(context, name))?.Values.Select(static v => new CompletionItem(v)) ?? []);
        HlCommand command = new("set", "Remember a setting. A key file is remembered by its path; the key is not copied",
            "hl config set site-id 54344",
            "hl config set key-file HelpLightningKey.pem",
            "hl config set api-key",
            "hl config set api-url http://127.0.0.1:8025 --profile sandbox")
        {
            name, value, source.Profile,
        };
        command.SetAction(parsed =>
        {
            Setting setting = Setting.Named(parsed.GetRequiredValue(name));
            string read = ReadValue(setting, parsed.GetValue(value), text => source.SetCommand(parsed, setting, text), host);
            string typed = setting.Check(read);
            string profile = RequireName(source.ProfileName(parsed));
            string kept = setting.IsFile && KeySchemes.IsPath(typed) ? host.FullPathTo(typed) : typed;
            if (setting == Setting.KeyFile && KeySchemes.IsPath(kept) && !File.Exists(kept))
            {
                host.Screen.Warn($"There is no file {kept} yet.");
            }

            source.File.Set(profile, setting, kept);
            source.File.Write();
            host.Screen.Note($"Profile {profile}: {setting.Name} is {(setting.IsSecret ? "set" : setting.Show(kept))}.");
            return ExitCode.Done;
        });
        return command;
    }

    private static HlCommand Get(Host host)
    {
        SettingSource source = new(host);
        Argument<string> name = Name();
        Option<bool> reveal = Reveal();
        HlCommand command = new("get", "Print the value in force: from the environment or the profile",
            "hl config get site-id",
            "hl config get api-key --reveal")
        {
            name, reveal, source.Profile,
        };
        command.SetAction(parsed =>
        {
            Setting setting = Setting.Named(parsed.GetRequiredValue(name));
            SettingValue value = source.Find(parsed, setting) ?? throw CommandException.Configuration(
                $"{setting.Name} is not set. To set it: {source.SetCommand(parsed, setting, setting.IsSecret ? null : "VALUE")}");
            if (setting.IsSecret && !parsed.GetValue(reveal))
            {
                throw CommandException.Usage($"{setting.Name} is set (by {value.Origin}) and a secret. To print it: --reveal");
            }

            host.Screen.Out.WriteLine(parsed.GetValue(reveal) ? value.Text : setting.Show(value.Text));
            return ExitCode.Done;
        });
        return command;
    }

    private static HlCommand Unset(Host host)
    {
        SettingSource source = new(host);
        Argument<string> name = Name();
        HlCommand command = new("unset", "Forget a setting; a profile without settings is gone",
            "hl config unset api-key --profile lab")
        {
            name, source.Profile,
        };
        command.SetAction(parsed =>
        {
            Setting setting = Setting.Named(parsed.GetRequiredValue(name));
            string profile = source.ProfileName(parsed);
            if (source.File.Remove(profile, setting))
            {
                source.File.Write();
                host.Screen.Note($"Profile {profile}: {setting.Name} is no longer set.");
            }
            else
            {
                host.Screen.Note($"Profile {profile}: {setting.Name} was not set.");
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static HlCommand List(Host host)
    {
        SettingSource source = new(host);
        OutputFlags<ShownSetting> output = new(host, Shape, source);
        Option<bool> reveal = Reveal();
        HlCommand command = new("list", "Show every setting in force and where it comes from",
            "hl config list",
            "hl config list --profile lab -o json")
        {
            reveal, source.Profile,
        };
        output.AddTo(command);
        command.SetAction(parsed =>
        {
            bool isRevealed = parsed.GetValue(reveal);
            using RowPrinter<ShownSetting> printer = output.Open(parsed);
            printer.PrintAll(Setting.All.Select(setting => source.Find(parsed, setting) is { } value
                ? new ShownSetting(setting, isRevealed ? value.Text : setting.IsSecret ? Blanked : setting.Show(value.Text), value.Origin)
                : new ShownSetting(setting, null, null)));
            return ExitCode.Done;
        });
        return command;
    }

    private static HlCommand ListProfiles(Host host)
    {
        SettingSource source = new(host);
        OutputFlags<(string, bool)> output = new(host, Profiles, source);
        HlCommand command = new("profiles", "List the profiles, and which is used",
            "hl config profiles",
            "HL_PROFILE=lab hl config profiles")
        {
            source.Profile,
        };
        output.AddTo(command);
        command.SetAction(parsed =>
        {
            string used = source.ProfileName(parsed);
            using RowPrinter<(string, bool)> printer = output.Open(parsed);
            printer.PrintAll(source.File.ProfileNames.Select(name => (name, name == used)));
            return ExitCode.Done;
        });
        return command;
    }

    private static HlCommand FilePath(Host host)
    {
        HlCommand command = new("path", "Print where the settings file lies, whether it is there or not", "hl config path");
        command.SetAction(_ =>
        {
            host.Screen.Out.WriteLine(ConfigFile.Locate(host));
            return ExitCode.Done;
        });
        return command;
    }

    private static Argument<string> Name()
    {
        Argument<string> name = new("NAME") { Description = string.Join(", ", Setting.All.Select(static s => s.Name)) };
        name.CompletionSources.Add(context => Typed(context, name) is { } typed && typed != context.WordToComplete
            ? []
            : Setting.All.Select(static s => new CompletionItem(s.Name)));
        return name;
    }

    /// <summary>What stands on the command line for an argument; null for nothing yet.</summary>
    private static string? Typed(CompletionContext context, Argument argument) =>
        context.ParseResult.GetResult(argument) is { Tokens: { Count: > 0 } tokens } ? tokens[0].Value : null;

    private static Option<bool> Reveal() => new("--reveal") { Description = "Show secrets too" };

    /// <summary>A secret on a command line stays in the shell's history and can be seen by other users.</summary>
    private static string ReadValue(Setting setting, string? typed, Func<string?, string> command, Host host)
    {
        if (typed is not null and not "-" && setting.IsSecret)
        {
            throw CommandException.Usage(
                "A secret on the command line stays in the shell's history. "
                + $"Type: {command(null)} (it asks), or: {command("-")} < FILE");
        }

        return typed switch
        {
            "-" => host.ReadInputLine()?.Trim() ?? "",
            not null => typed.Trim(),
            _ when setting.IsSecret && host.Screen.CanAsk => HiddenPrompt.Ask($"{setting.Name}: ", host).Trim(),
            _ when setting.IsSecret => throw CommandException.Usage(
                $"Nobody can be asked here. Give it by standard input: {command("-")} < FILE"),
            _ => throw CommandException.Usage($"The value is missing: {command("VALUE")}"),
        };
    }

    private static string RequireName(string profile) =>
        profile.Length is > 0 and <= 64 && profile.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
            ? profile
            : throw CommandException.Usage("A profile's name has 1 to 64 letters, digits, dots, dashes or underscores.");

    private sealed record ShownSetting(Setting Setting, string? Value, string? Origin);
}
