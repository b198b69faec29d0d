using System.CommandLine;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Settings;
using HelpLightning.Cli.Syntax;
using HelpLightning.Cli.Terminal;
using HelpLightning.Files;
using HelpLightning.PartnerKeys;
using HelpLightning.Pkcs11;
using HelpLightning.Secrets;
using HelpLightning.Shell;

namespace HelpLightning.Cli.Commands;

/// <summary><c>hl key create</c>: a new pair, in a file or in hardware.</summary>
internal static class KeyCreateCommand
{
    public static HlCommand Build(Host host)
    {
        Option<string?> output = new("--out")
        {
            HelpName = "FILE",
            Description = "Where to write the private key (mode 0600)",
        };
        Option<string?> token = new("--pkcs11")
        {
            HelpName = "URI",
            Description = "Make it in hardware instead, which it never leaves: pkcs11:token=LABEL;object=NEW",
        };
        Option<string> bits = new("--bits") { HelpName = "N", Description = "2048, 3072 or 4096", DefaultValueFactory = _ => "2048" };
        bits.CompletionSources.Add(KeySize.All);
        Option<bool> force = new("--force") { Description = "Replace the file if it exists. The old key is lost." };
        KeyOptions keys = new(host);
        keys.PassphraseFile.Description = $"A file whose first line the new key is encrypted with [env: {Variables.Passphrase}]";
        HlCommand command = new("create", "Make a new key pair",
            "hl key create --out HelpLightningKey.pem",
            "hl key create --out HelpLightningKey.pem --bits 4096",
            "hl key create --out HelpLightningKey.pem --passphrase-file pass.txt",
            "hl key create --pkcs11 'pkcs11:token=hl;object=partner?pin-source=file:/etc/hl/pin'")
        {
            output, token, bits, force, keys.PassphraseFile,
        };
        command.SetAction(parsed =>
        {
            int size = KeySize.Parse(parsed.GetRequiredValue(bits), bits.Name);
            return (parsed.GetValue(output), parsed.GetValue(token)) switch
            {
                ({ } path, null) => InFile(host, path, size, parsed.GetValue(force), keys.FindPassphrase(parsed)),
                (null, not null) when parsed.GetValue(force) => throw CommandException.Usage(
                    "--force replaces a file. A key in hardware is not replaced: remove it there, "
                    + "or give the new one another object=LABEL."),
                (null, { } uri) => OnToken(host, uri, size),
                (null, null) => throw CommandException.Usage("Say where the key is to be: --out FILE, or --pkcs11 URI for hardware."),
                _ => throw CommandException.Usage("--out and --pkcs11 are two places: keep one."),
            };
        });
        return command;
    }

    private static int InFile(Host host, string path, int size, bool replaces, PassphrasePlace? passphrase)
    {
        RequireNew(host, path, replaces);
        using PartnerKey key = PartnerKey.Create(size);
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
        TellNext(host, ShellWord.Path(path), $"""
            Keep {path} out of repositories and backups that others can read.
            It cannot be recovered.
            """);
        return ExitCode.Done;
    }

    private static int OnToken(Host host, string uri, int size)
    {
        using Pkcs11Key key = Pkcs11Key.Create(uri, size);
        foreach (PartnerKeyWarning warning in key.Warnings)
        {
            host.Screen.Warn(warning.Message);
        }

        Facts.Write(
            host.Screen.Out, host.Screen.OutHasColor,
            ("Private key", KeySchemes.Show(uri)),
            ("Token", $"{key.Facts.TokenLabel} ({key.Facts.TokenManufacturer} {key.Facts.TokenModel}, serial {key.Facts.TokenSerial})"),
            ("Size", $"{key.PublicKey.KeySizeInBits} bits"),
            ("Signs by", key.Facts.Mechanism),
            ("Id", key.Id ?? "none"),
            ("Thumbprint", key.Thumbprint));
        TellNext(host, ShellWord.Quote(KeySchemes.Show(uri)), """
            The private half cannot be read or copied, not even by you: if the hardware
            is lost, a new pair must be made and uploaded.
            """);
        return ExitCode.Done;
    }

    private static void TellNext(Host host, string key, string care)
    {
        string half = ShellWord.Path(host.FreeName("pub", ".pem"));
        host.Screen.Note($"""

            Next:
              1. Write the public half:
                   hl key public --key-file {key} --out {half}
              2. Give {half} to Help Lightning, in its Developer tab (Administration,
                 Workspace Settings). A site has one active partner key: the new one
                 replaces the old one at once.
              3. Sign a token:
                   hl token --key-file {key} --site-id YOUR_SITE_ID
            {care}
            """);
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
                $"The directory of '{path}' does not exist. Make it first: {ShellLine.MakeFolder(folder)}");
        }
    }
}
