using System.CommandLine;
using System.Text;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Settings;
using HelpLightning.Cli.Syntax;
using HelpLightning.Cli.Terminal;
using HelpLightning.Files;
using HelpLightning.PartnerKeys;
using HelpLightning.Secrets;
using HelpLightning.Shell;

namespace HelpLightning.Cli.Commands;

/// <summary><c>hl key</c>: make a pair, look at one, take its public half, change one for another.</summary>
internal static class KeyCommands
{
    public static Command Build(Host host) => new("key", "Make, look at and rotate partner keys")
    {
        Create(host),
        Inspect(host),
        Public(host),
        KeyRotateCommand.Build(host),
    };

    private static HlCommand Create(Host host)
    {
        Option<string> output = new("--out")
        {
            HelpName = "FILE",
            Description = "Where to write the private key (mode 0600)",
            Required = true,
        };
        Option<string> bits = new("--bits") { HelpName = "N", Description = "2048, 3072 or 4096", DefaultValueFactory = _ => "2048" };
        bits.CompletionSources.Add(KeySize.All);
        Option<bool> force = new("--force") { Description = "Replace the file if it exists. The old key is lost." };
        KeyOptions keys = new(host);
        keys.PassphraseFile.Description = $"A file whose first line the new key is encrypted with [env: {Variables.Passphrase}]";
        HlCommand command = new("create", "Make a new key pair",
            "hl key create --out HelpLightningKey.pem",
            "hl key create --out HelpLightningKey.pem --bits 4096",
            "hl key create --out HelpLightningKey.pem --passphrase-file pass.txt")
        {
            output, bits, force, keys.PassphraseFile,
        };
        command.SetAction(parsed =>
        {
            string path = parsed.GetRequiredValue(output);
            int size = KeySize.Parse(parsed.GetRequiredValue(bits), bits.Name);
            bool replaces = parsed.GetValue(force);
            RequireNew(host, path, replaces);
            using PartnerKey key = PartnerKey.Create(size);
            PassphrasePlace? passphrase = keys.FindPassphrase(parsed);
            using (SecretText? text = passphrase?.Read())
            {
                key.WritePemFile(host.PathTo(path), replaces, text is null ? default : text.Text);
            }

            List<(string, string)> facts = [("Private key", path), ("Size", $"{key.KeySizeInBits} bits"), ("Thumbprint", key.Thumbprint)];
            if (passphrase is not null)
            {
                facts.Insert(1, ("Encrypted", $"with the passphrase of {passphrase.Origin}"));
            }

            Facts.Write(host.Screen.Out, host.Screen.OutHasColor, [.. facts]);
            string typed = ShellWord.Path(path);
            string half = ShellWord.Path(host.FreeName("pub", ".pem"));
            host.Screen.Note($"""

                Next:
                  1. Write the public half:
                       hl key public --key-file {typed} --out {half}
                  2. Give {half} to Help Lightning, in its Developer tab (Administration,
                     Workspace Settings). A site has one active partner key: the new one
                     replaces the old one at once.
                  3. Sign a token:
                       hl token --key-file {typed} --site-id YOUR_SITE_ID
                Keep {path} out of repositories and backups that others can read.
                It cannot be recovered.
                """);
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>The library says the same, but knows no flags.</summary>
    private static void RequireNew(Host host, string path, bool force)
    {
        try
        {
            if (FileTarget.Find(host.PathTo(path)).Status.Kind == FileKind.Regular && !force)
            {
                throw CommandException.Configuration(
                    $"'{path}' exists already, and a lost key cannot be recovered. Choose another --out, or add --force to replace it.");
            }
        }
        catch (DirectoryNotFoundException)
        {
            string folder = Path.GetDirectoryName(host.FullPathTo(path))!;
            throw CommandException.Configuration(
                $"The directory of '{path}' does not exist. Make it first: mkdir -p {ShellWord.Quote(folder)}");
        }
    }

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
                ("Form", (key as PartnerKey)?.Form?.ToString() ?? KeySchemes.Show(keys.Locate(parsed)!.Path!)),
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
