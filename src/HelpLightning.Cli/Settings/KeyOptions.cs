using System.CommandLine;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Hosting;
using HelpLightning.PartnerKeys;
using HelpLightning.Secrets;

namespace HelpLightning.Cli.Settings;

/// <summary>Where the partner key and the site id come from.</summary>
internal sealed class KeyOptions(Host host)
{
    public SettingSource Settings { get; } = new(host);

    public ConnectionOption<string?> KeyFile { get; } = new("--key-file", "-k", "--key")
    {
        HelpName = "FILE",
        Description = "The private key, or the URI of one elsewhere; - reads standard input "
            + $"[env: {Variables.PartnerKeyFile}, {Variables.PartnerKey}]",
    };

    public ConnectionOption<string?> PassphraseFile { get; } = new("--passphrase-file")
    {
        HelpName = "FILE",
        Description = $"A file whose first line opens an encrypted key [env: {Variables.Passphrase}]",
    };

    public ConnectionOption<string?> SiteId { get; } = new("--site-id", "-s")
    {
        HelpName = "NUMBER",
        Description = $"The site's number, from Help Lightning's Developer tab [env: {Variables.SiteId}]",
    };

    /// <summary>The key as an argument, for the commands that take it so; it counts as <see cref="KeyFile"/> does.</summary>
    public Argument<string?>? Typed { get; set; }

    /// <summary>
    /// For commands that sign. Those that only look at a key take <see cref="KeyFile"/> and <see cref="PassphraseFile"/> alone.
    /// </summary>
    public void AddTo(Command command)
    {
        command.Add(SiteId);
        AddKeyTo(command);
        command.Add(Settings.Profile);
    }

    public void AddKeyTo(Command command)
    {
        command.Add(KeyFile);
        command.Add(PassphraseFile);
    }

    /// <summary>Loads the key and shows its warnings.</summary>
    public PartnerSigningKey Load(ParseResult parsed)
    {
        PartnerSigningKey key = LoadQuietly(parsed);
        foreach (PartnerKeyWarning warning in key.Warnings)
        {
            host.Screen.Warn(warning.Message);
        }

        return key;
    }

    /// <summary>Where the passphrase is; null when none is given.</summary>
    public PassphrasePlace? FindPassphrase(ParseResult parsed)
    {
        SettingValue? file = Settings.Find(parsed, Setting.PassphraseFile, PassphraseFile);
        if ((file is null || (file.IsFromProfile && Settings.Named(parsed) is null)) && host.Variable(Variables.Passphrase) is { } text)
        {
            return new PassphrasePlace(File: null, text, Variables.Passphrase);
        }

        return file is null ? null : new PassphrasePlace(
            FilePath(file.Text), Variable: null, file.IsFromFlag ? PassphraseFile.Name : $"passphrase-file of {file.Origin}");
    }

    /// <summary>Where a file that holds a secret lies: as typed, or a credential of systemd.</summary>
    public string FilePath(string typed) =>
        host.PathTo(SystemdCredential.PathOf(typed, host.Variable(SystemdCredential.Variable)));

    public SiteId Site(ParseResult parsed, SiteId? standard = null)
    {
        SettingValue? value = Settings.Find(parsed, Setting.SiteId, SiteId);
        if (value is null)
        {
            return standard ?? throw CommandException.Configuration(
                "The site id is missing. Give --site-id NUMBER, or once and for all: "
                + $"{Settings.HowToSet(parsed, Setting.SiteId, "NUMBER")}. Help Lightning shows it in its Developer tab.");
        }

        if (PartnerKeys.SiteId.TryParse(value.Text, null, out SiteId site))
        {
            return site;
        }

        const string Complaint = "wants a positive whole number such as 54344, digits only.";
        throw value.IsFromFlag ? CommandException.Usage($"--site-id {Complaint}")
            : CommandException.Configuration(
                $"{(value.IsFromProfile ? $"site-id of {value.Origin}" : value.Origin)} "
                + $"{Complaint} {Settings.HowToMend(parsed, Setting.SiteId, value, "NUMBER")}");
    }

    /// <summary>Says how to set hl up, when nothing is set at all; else nothing.</summary>
    public void GreetOnFirstRun(ParseResult parsed)
    {
        if (Settings.Find(parsed, Setting.SiteId, SiteId) is null && Locate(parsed) is null)
        {
            throw CommandException.Configuration(FirstRun.Greeting(parsed, Settings));
        }
    }

    /// <summary>Where the key is; null when nothing says.</summary>
    public KeyPlace? Locate(ParseResult parsed)
    {
        if (Typed is not null && parsed.GetValue(Typed) is { } typed)
        {
            return PlaceOf(typed, Typed.Name);
        }

        if (parsed.GetValue(KeyFile) == KeyPlace.StandardInput)
        {
            return new KeyPlace(KeyPlace.StandardInput, KeyFile.Name);
        }

        SettingValue? file = Settings.Find(parsed, Setting.KeyFile, KeyFile);
        bool isInVariable = Settings.Named(parsed) is null && host.TrimmedVariable(Variables.PartnerKey) is not null;
        if (isInVariable && file is null or { IsFromProfile: true })
        {
            return new KeyPlace(null, Variables.PartnerKey);
        }

        return file is null ? null : PlaceOf(file.Text, file.Origin);
    }

    /// <summary>Loads the key and leaves its warnings to the caller.</summary>
    public PartnerSigningKey LoadQuietly(ParseResult parsed)
    {
        KeyPlace place = Locate(parsed) ?? throw CommandException.Configuration(
            $"The partner key is missing. Give --key-file FILE, or once and for all: {Settings.HowToSet(parsed, Setting.KeyFile, "FILE")}. "
            + $"To make one: hl key create --out {host.FreeName("HelpLightningKey", ".pem")}");
        if (place.Scheme is { } scheme)
        {
            return scheme.Open(place.Path!);
        }

        using SecretText? passphrase = FindPassphrase(parsed)?.Read();
        switch (place.Path)
        {
            case KeyPlace.StandardInput:
                using (Stream input = host.OpenInput())
                {
                    return PartnerKey.FromStream(input, TextOf(passphrase));
                }

            case null:
                return PartnerKey.FromText(host.Variable(Variables.PartnerKey), TextOf(passphrase), Variables.PartnerKey);
            case { } path:
                return FromFile(host.PathTo(path), passphrase);
        }
    }

    private static ReadOnlySpan<char> TextOf(SecretText? secret) => secret is null ? default : secret.Text;

    /// <summary>Asks for the passphrase when the key wants one and somebody is there to type it.</summary>
    private PartnerKey FromFile(string path, SecretText? passphrase)
    {
        try
        {
            return PartnerKey.FromFile(path, TextOf(passphrase));
        }
        catch (PartnerKeyException e) when (e.Problem == PartnerKeyProblem.PassphraseMissing && host.Screen.CanAsk)
        {
            using SecretText typed = HiddenPrompt.Read("Passphrase of the key: ", host);
            return PartnerKey.FromFile(path, typed.Text);
        }
    }

    private KeyPlace PlaceOf(string text, string origin) =>
        new(SystemdCredential.IsOne(text) ? FilePath(text) : text, origin);
}
