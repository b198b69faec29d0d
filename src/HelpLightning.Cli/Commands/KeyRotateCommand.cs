using System.CommandLine;
using HelpLightning.Cli.Calling;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.KeyRotation;
using HelpLightning.Cli.Settings;
using HelpLightning.Cli.Syntax;
using HelpLightning.Client;
using HelpLightning.Shell;

namespace HelpLightning.Cli.Commands;

/// <summary><c>hl key rotate</c>: change a site's key without a moment in which no key works.</summary>
internal static class KeyRotateCommand
{
    public static HlCommand Build(Host host)
    {
        SiteFlags site = new(host);
        Option<string?> bits = new("--bits") { HelpName = "N", Description = "2048, 3072 or 4096; as the present key by default" };
        bits.CompletionSources.Add(KeySize.All);
        Option<string> wait = new("--wait")
        {
            HelpName = "TIME",
            Description = "How long to wait for the upload; 0 prepares, or goes on if it was uploaded",
            DefaultValueFactory = _ => "30m",
        };
        Option<bool> abandon = new("--abandon") { Description = "Give up a rotation whose public half was not uploaded" };
        HlCommand command = new("rotate", "Change a site's key: make, upload, wait, switch, verify. Broken off, it goes on where it was",
            "hl key rotate",
            "hl key rotate --wait 0            # prepare now; the same again when it is uploaded",
            "hl key rotate --abandon")
        {
            bits, wait, abandon,
        };
        site.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            site.Keys.GreetOnFirstRun(parsed);
            string typed = KeyFile(site.Keys.Locate(parsed));
            HelpLightningOptions options = site.Options(parsed);
            RotationPlan plan = new()
            {
                Typed = typed,
                Bits = parsed.GetValue(bits) is { } size ? KeySize.Parse(size, bits.Name) : null,
                Wait = DurationParser.Parse(parsed.GetValue(wait)!, wait.Name),
                Command = $"hl key rotate --key-file {ShellWord.Path(typed)}{site.Settings.ProfileFlag(parsed)}",
            };
            using RotationKeys loaded = new(host, site.Keys.FindPassphrase(parsed)?.Read());
            Rotation rotation = new(host, plan, new RotationFiles(host.PathTo(typed)), loaded, new ServiceProbe(options));
            return parsed.GetValue(abandon) ? await rotation.AbandonAsync(cancellation) : await rotation.RunAsync(cancellation);
        });
        return command;
    }

    private static string KeyFile(KeyPlace? place) => place switch
    {
        { IsFile: true, Path: { } path } => path,
        { Scheme: { } scheme } => throw CommandException.Configuration(
            $"A key behind {scheme.Name}: is not in a file that could be switched. Make the new key beside it under another name, upload "
            + "its public half, and then name it in the settings."),
        { Path: null } => throw CommandException.Configuration(
            $"The key is in {place.Origin}, where hl cannot put another. Rotate it where that is kept: hl key create makes a pair."),
        null => throw CommandException.Configuration("The partner key is missing. Give --key-file FILE."),
        _ => throw CommandException.Usage("A key from standard input cannot be switched: --key-file wants a file."),
    };
}
