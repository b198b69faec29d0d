using System.CommandLine;
using System.Text;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Settings;
using HelpLightning.Cli.Syntax;
using HelpLightning.Cli.Terminal;
using HelpLightning.Files;
using HelpLightning.PartnerKeys;
using HelpLightning.Shell;

namespace HelpLightning.Cli.Commands;

/// <summary><c>hl key</c>: make a pair, look at one, take its public half, change one for another.</summary>
internal static class KeyCommands
{
    public static Command Build(Host host) => new("key", "Make, look at and rotate partner keys")
    {
        KeyCreateCommand.Build(host),
        Inspect(host),
        Public(host),
        KeyRotateCommand.Build(host),
    };

    private static HlCommand Inspect(Host host)
    {
        KeyOptions keys = new(host);
        HlCommand command = new("inspect", "Show a key's form, size, thumbprint and what is wrong with it; never the key",
            "hl key inspect HelpLightningKey.pem");
        command.Add(KeyArgument.Create(keys));
        keys.AddKeyTo(command);
        command.Add(keys.Settings.Profile);
        command.SetAction(parsed =>
        {
            using PartnerSigningKey key = keys.Load(parsed);
            string warnings = key.Warnings.Count == 0 ? "none" : string.Join(", ", key.Warnings.Select(w => w.Code));
            Facts.Write(host.Screen.Out, host.Screen.OutHasColor,
                key is PartnerKey { Form: { } form } ? ("Form", form.ToString()) : ("Lies at", KeySchemes.Show(keys.Locate(parsed)!.Path!)),
                ("Size", $"{key.PublicKey.KeySizeInBits} bits"),
                ("Thumbprint", key.Thumbprint),
                ("Warnings", warnings));
            return ExitCode.Done;
        });
        return command;
    }

    private static HlCommand Public(Host host)
    {
        Option<string?> output = new("--out") { HelpName = "FILE", Description = "Where to write it; standard output by default" };
        KeyOptions keys = new(host);
        HlCommand command = new("public", "Write the public half (PEM), which Help Lightning is given",
            "hl key public HelpLightningKey.pem",
            "hl key public --key-file HelpLightningKey.pem --out pub.pem")
        {
            output, KeyArgument.Create(keys),
        };
        keys.AddKeyTo(command);
        command.Add(keys.Settings.Profile);
        command.SetAction(parsed =>
        {
            using PartnerSigningKey key = keys.Load(parsed);
            if (parsed.GetValue(output) is { } path)
            {
                RequireNothingToLose(host, path);
                DurableFile.Write(host.PathTo(path), Encoding.ASCII.GetBytes(key.PublicKey.ToPem()), new FileRule());
                host.Screen.Note($"Wrote {path} (public half, thumbprint {key.Thumbprint})");
            }
            else
            {
                host.Screen.Out.Write(key.PublicKey.ToPem());
            }

            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>
    /// One slip of the hand (--out for --key-file) must not cost the key, which cannot be recovered, in whatever form it is.
    /// So only what is a public key is replaced.
    /// </summary>
    private static void RequireNothingToLose(Host host, string path)
    {
        FileTarget target = FileTarget.Find(host.PathTo(path));
        if (target.Status.Kind != FileKind.Regular || new FileInfo(target.Path).Length == 0)
        {
            return;
        }

        try
        {
            _ = PartnerPublicKey.FromFile(host.PathTo(path));
        }
        catch (PartnerKeyException e)
        {
            string held = e.Problem == PartnerKeyProblem.PrivateKeyGiven ? "holds a private key" : "holds something that is no public key";
            throw CommandException.Configuration(
                $"'{path}' {held}, which would be lost. Choose another --out, such as {ShellWord.Path(host.FreeName("pub", ".pem"))}.");
        }
    }
}
