using System.CommandLine;
using System.Reflection;
using HelpLightning.Cli.Settings;
using HelpLightning.Cli.Syntax;

namespace HelpLightning.Cli.Help;

/// <summary>The manual page hl(1), with every command.</summary>
internal sealed class ManualPage
{
    private readonly Roff _roff = new();

    public static string Of(RootCommand root)
    {
        ManualPage page = new();
        page.Write(root);
        return page._roff.ToString();
    }

    private static string Version =>
        typeof(ManualPage).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private void Write(RootCommand root)
    {
        _roff.Macro("TH", "HL", "1", "", $"hl {Version}", "Help Lightning at a prompt");

        // Code and addresses are not hyphenated, and lines not stretched to the margin.
        _roff.Request("nh");
        _roff.Request("ad l");
        _roff.Section("NAME");
        _roff.Line("hl - Help Lightning at a prompt");
        _roff.Section("SYNOPSIS");
        _roff.Macro("B", "hl");
        _roff.Line("COMMAND [options]");
        _roff.Section("DESCRIPTION");
        _roff.Line("Calls Help Lightning for a site or workspace with a partner key: people, groups, workspaces and calls by name, "
            + "any other path as it is. "
            + "Makes keys, signs and checks tokens, and runs a stand-in of Help Lightning on this machine.");
        _roff.Paragraph("Data goes to standard output, everything else to standard error. "
            + "On a terminal lists are tables, else JSON; -o chooses.");
        _roff.Paragraph("A flag wins over the environment, the environment over the profile. "
            + "A profile that is named by --profile stands alone: the environment fills nothing in.");
        _roff.Section("COMMANDS");
        foreach (Command command in root.Subcommands.Where(static c => !c.Hidden))
        {
            WriteCommand(command);
        }

        WriteConnection(root);
        WriteEnvironment();
        WriteFiles();
        WriteExitStatus();
        WriteExamples();
        _roff.Section("SEE ALSO");
        _roff.Line("curl(1), jq(1), openssl(1)");
    }

    private void WriteCommand(Command command)
    {
        _roff.Subsection(CommandPath.Of(command));
        if (command.Action is not null)
        {
            _roff.Macro("B", HelpText.UsageOf(command));
            _roff.Macro("PP");
        }

        _roff.Line($"{command.Description?.TrimEnd('.')}.");
        foreach (Argument argument in command.Arguments)
        {
            _roff.Item(argument.Name, Sentence(argument.Description));
        }

        foreach ((string name, string description) in HelpText.OptionsOf(command)
            .Where(static o => o is not IConnectionOption && !o.Recursive)
            .Select(HelpText.Row))
        {
            _roff.Item(name, Sentence(description));
        }

        if (command is HlCommand { Examples: { Count: > 0 } examples })
        {
            _roff.Example(examples);
        }

        foreach (Command inner in command.Subcommands.Where(static c => !c.Hidden))
        {
            WriteCommand(inner);
        }
    }

    /// <summary>Every command that calls has these, so they are told once.</summary>
    private void WriteConnection(RootCommand root)
    {
        _roff.Section("CONNECTION OPTIONS");
        _roff.Line("Commands that call Help Lightning take these; those that sign or look at keys take the ones about keys.");
        IEnumerable<Option> options = All(root).SelectMany(static c => c.Options)
            .Where(static o => o is IConnectionOption && !o.Hidden)
            .DistinctBy(static o => o.Name);
        foreach ((string name, string description) in options.Select(HelpText.Row))
        {
            _roff.Item(name, Sentence(description));
        }
    }

    private void WriteEnvironment()
    {
        _roff.Section("ENVIRONMENT");
        foreach (Setting setting in Setting.All.Where(static s => s.Variable is not null))
        {
            _roff.Item(setting.Variable!, Sentence(setting.Description));
        }

        _roff.Item(Variables.PartnerKey, "The text of the private key itself, instead of a file.");
        _roff.Item(Variables.Passphrase, "What opens an encrypted key.");
        _roff.Item(Variables.Profile, $"The profile to use; {ConfigFile.DefaultProfile} when it is not set.");
        _roff.Item(Variables.ExportPassphrase, "The passphrase of hl export --encrypt.");
        _roff.Item(Variables.WebhookSecret, "The secret of a webhook, for hl webhooks.");
        _roff.Item(Variables.WebhookPostgres, "The connection string of a PostgreSQL inbox, for hl webhooks.");
        _roff.Item(Variables.SandboxWebhookSecret, "Signs what the sandbox posts to webhooks.");
        _roff.Item("NO_COLOR", "Set to anything: no colours.");
        _roff.Item("HTTPS_PROXY, NO_PROXY", "The proxy to go through, and the hosts for which there is none.");
    }

    private void WriteFiles()
    {
        _roff.Section("FILES");
        _roff.Item("~/.config/hl/config.json", "The profiles, which hl config writes, readable by their owner only. "
            + "In XDG_CONFIG_HOME where that is set; on Windows in %APPDATA%.");
    }

    private void WriteExitStatus()
    {
        _roff.Section("EXIT STATUS");
        foreach (string status in HelpText.ExitStatus.Split(", "))
        {
            int space = status.IndexOf(' ', StringComparison.Ordinal);
            _roff.Item(status[..space], Sentence(status[(space + 1)..]));
        }
    }

    private void WriteExamples()
    {
        _roff.Section("EXAMPLES");
        _roff.Line("Try it without an account:");
        _roff.Example(["hl demo"]);
        _roff.Paragraph("Set it up, and see that all is well:");
        _roff.Example(["hl config set site-id 54344", "hl config set key-file HelpLightningKey.pem", "hl config set api-key", "hl doctor"]);
        _roff.Paragraph("Work with the API:");
        _roff.Example([
            "hl users list --updated-since 7d",
            "hl calls list --since 24h -o csv > calls.csv",
            "curl -H \"Authorization: $(hl token)\" -H \"x-helplightning-api-key: $HL_API_KEY\" \\",
            "  https://api.helplightning.net/api/v1r1/enterprise/users"]);
    }

    private static IEnumerable<Command> All(Command command) => command.Subcommands.SelectMany(All).Prepend(command);

    private static string Sentence(string? text) => string.IsNullOrEmpty(text) ? "" : $"{text.TrimEnd('.')}.";
}
