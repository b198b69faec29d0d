using System.CommandLine;
using HelpLightning.Cli.Terminal;
using HelpLightning.PartnerKeys;

namespace HelpLightning.Cli.Settings;

/// <summary>Where the partner key and the site id come from: flag, then environment.</summary>
internal sealed class KeyOptions
{
    public Option<string?> KeyFile { get; } = new("--key-file", "-k")
    {
        HelpName = "FILE",
        Description = $"The private key; - reads standard input [env: {Variables.PartnerKeyFile}, {Variables.PartnerKey}]",
    };

    public Option<string?> PassphraseFile { get; } = new("--passphrase-file")
    {
        HelpName = "FILE",
        Description = $"A file whose first line opens an encrypted key [env: {Variables.Passphrase}]",
    };

    public Option<string?> SiteId { get; } = new("--site-id", "-s")
    {
        HelpName = "NUMBER",
        Description = $"The site's number, from Help Lightning's Developer tab [env: {Variables.SiteId}]",
    };

    public void AddTo(Command command)
    {
        command.Add(KeyFile);
        command.Add(PassphraseFile);
    }

    /// <summary>Loads the key and shows its warnings.</summary>
    public PartnerKey Load(ParseResult parsed, Screen screen)
    {
        PartnerKey key = Load(parsed.GetValue(KeyFile), Passphrase(parsed), screen);
        foreach (PartnerKeyWarning warning in key.Warnings)
        {
            screen.Warn(warning.Message);
        }

        return key;
    }

    /// <summary>The passphrase from the flag or the environment; null when neither is given.</summary>
    public string? Passphrase(ParseResult parsed)
    {
        if (parsed.GetValue(PassphraseFile) is not { } path)
        {
            return Environment.GetEnvironmentVariable(Variables.Passphrase);
        }

        try
        {
            using StreamReader reader = new(path);
            return reader.ReadLine() ?? "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The name is not repeated: people put the passphrase itself there.
            throw CommandException.Configuration("The file that --passphrase-file names cannot be read. It wants the name of a file whose first line is the passphrase.");
        }
    }

    public SiteId Site(ParseResult parsed, SiteId? standard = null)
    {
        string? flag = parsed.GetValue(SiteId);
        string text = flag ?? Variables.Read(Variables.SiteId) ?? standard?.ToString()
            ?? throw CommandException.Configuration(
                $"The site id is missing. Give --site-id NUMBER or set {Variables.SiteId}; Help Lightning shows the number in its Developer tab.");
        if (PartnerKeys.SiteId.TryParse(text, null, out SiteId site))
        {
            return site;
        }

        const string Complaint = "wants a positive whole number such as 54344, digits only.";
        throw flag is null
            ? CommandException.Configuration($"{Variables.SiteId} {Complaint}")
            : CommandException.Usage($"--site-id {Complaint}");
    }

    private static PartnerKey Load(string? flag, string? passphrase, Screen screen)
    {
        if (flag == "-")
        {
            using Stream input = Console.OpenStandardInput();
            return PartnerKey.FromStream(input, passphrase);
        }

        string? path = flag ?? Variables.Read(Variables.PartnerKeyFile);
        if (path is not null)
        {
            return WithPassphrase(given => PartnerKey.FromPemFile(path, given), passphrase, screen);
        }

        return Variables.Read(Variables.PartnerKey) is not null
            ? PartnerKey.FromEnvironmentVariable(Variables.PartnerKey, passphrase)
            : throw CommandException.Configuration(
                $"The partner key is missing. Give --key-file FILE or set {Variables.PartnerKeyFile}; to make one: hl key create --out HelpLightningKey.pem");
    }

    /// <summary>Asks for the passphrase when the key wants one and somebody is there to type it.</summary>
    private static PartnerKey WithPassphrase(Func<string?, PartnerKey> load, string? passphrase, Screen screen)
    {
        try
        {
            return load(passphrase);
        }
        catch (PartnerKeyException e) when (e.Problem == PartnerKeyProblem.PassphraseMissing && Screen.InputIsTerminal && Screen.ErrorIsTerminal)
        {
            return load(HiddenPrompt.Ask("Passphrase of the key: ", screen));
        }
    }
}
