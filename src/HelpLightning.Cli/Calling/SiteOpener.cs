using System.CommandLine;
using System.Globalization;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Settings;
using HelpLightning.Client;
using HelpLightning.PartnerKeys;
using HelpLightning.Shell;
using Microsoft.Extensions.Logging;

namespace HelpLightning.Cli.Calling;

/// <summary>
/// Opens the sites that a command which runs for long calls for: that of the command's own settings, and those of profiles.
/// </summary>
/// <param name="host">Whose settings.</param>
/// <param name="inputIsTaken">What comes on standard input, when it cannot be the key; null when it can.</param>
internal sealed class SiteOpener(Host host, string? inputIsTaken = null)
{
    private readonly SiteFlags _site = new(host);

    private readonly ConnectionOption<long?> _workspace = WorkspaceOption.Create();

    public void AddTo(Command command)
    {
        _site.AddTo(command);
        command.Add(_workspace);
    }

    /// <summary>The name of the site of the command's own settings: its profile's.</summary>
    public string OwnName(ParseResult parsed) => _site.Settings.ProfileName(parsed);

    /// <summary>Is the command's own site a workspace?</summary>
    public bool NamesWorkspace(ParseResult parsed) => parsed.GetValue(_workspace) is not null;

    /// <param name="parsed">The command line.</param>
    /// <param name="reuse">How long a partner token is used again.</param>
    /// <param name="loggers">Told of keys and clocks that change.</param>
    public OpenSite Open(ParseResult parsed, TimeSpan reuse, ILoggerFactory loggers)
    {
        _site.Keys.GreetOnFirstRun(parsed);
        long? workspace = WorkspaceOption.Read(parsed, _workspace);
        KeyPlace? place = _site.Keys.Locate(parsed);
        if (inputIsTaken is not null && place is { Path: KeyPlace.StandardInput })
        {
            throw CommandException.Usage($"Standard input is {inputIsTaken}, so the key cannot come from there: --key-file wants a file.");
        }

        HelpLightningOptions options = _site.Options(parsed);
        PartnerSigningKey key = _site.Keys.Load(parsed);
        if (place is { Path: not (null or KeyPlace.StandardInput) })
        {
            try
            {
                // Where it lies, so that a key that is put in its place is taken without a restart.
                PassphrasePlace? passphrase = _site.Keys.FindPassphrase(parsed);
                OpenSite followed = Open(OwnName(parsed), options, place.Path, passphrase, reuse, workspace, loggers);
                key.Dispose();
                return followed;
            }
            catch (PartnerKeyException e) when (e.Problem == PartnerKeyProblem.PassphraseMissing)
            {
                host.Screen.Note("The passphrase was typed, so another key in the file's place is taken only by a restart.");
                options.PartnerKeyFile = null;
            }
        }

        options.PartnerKey = key;
        return Make(OwnName(parsed), options, reuse, workspace, key, loggers);
    }

    /// <summary>The site of a profile. The environment fills nothing in: who names a site wants that site's key.</summary>
    public OpenSite OpenProfile(string profile, TimeSpan reuse, ILoggerFactory loggers)
    {
        ConfigFile file = _site.Settings.File;
        _site.Settings.RequireProfile(profile);
        string Required(Setting setting) => file.Get(profile, setting) ?? throw CommandException.Configuration(
            $"The profile {profile} has no {setting.Name}. To set it: hl config set {setting.Name} --profile {ShellWord.Quote(profile)}");
        HelpLightningOptions options = new()
        {
            SiteId = SiteId.Parse(Required(Setting.SiteId), CultureInfo.InvariantCulture),
            ApiKey = Required(Setting.ApiKey),
            BaseAddress = file.Get(profile, Setting.ApiUrl) is { } url ? AddressFlags.Read(url) : null,
            DataCenter = file.Get(profile, Setting.DataCenter) is "EU" ? DataCenter.EU : DataCenter.US,
            TimeProvider = host.Clock,
        };
        PassphrasePlace? passphrase = file.Get(profile, Setting.PassphraseFile) is { } passphraseFile
            ? new PassphrasePlace(_site.Keys.FilePath(passphraseFile), Variable: null, $"passphrase-file of profile {profile}")
            : null;
        return Open(profile, options, Required(Setting.KeyFile), passphrase, reuse, workspace: null, loggers);
    }

    private OpenSite Open(
        string name, HelpLightningOptions options, string keyFileOrUri, PassphrasePlace? passphrase, TimeSpan reuse, long? workspace,
        ILoggerFactory loggers)
    {
        // Said by hl's own flag or setting when it cannot be read.
        passphrase?.Read().Dispose();
        options.PartnerKeySchemes = KeySchemes.All;
        options.PartnerKeyFile = KeySchemes.IsUri(keyFileOrUri) ? keyFileOrUri : _site.Keys.FilePath(keyFileOrUri);
        (options.PartnerKeyPassphraseFile, options.PartnerKeyPassphrase) = (passphrase?.File, passphrase?.Variable);
        return Make(name, options, reuse, workspace, key: null, loggers);
    }

    private static OpenSite Make(
        string name, HelpLightningOptions options, TimeSpan reuse, long? workspace, PartnerSigningKey? key, ILoggerFactory loggers)
    {
        options.TokenReuse = reuse;
        try
        {
            HelpLightningClient client = HelpLightningClient.Create(options, loggers);
            return new OpenSite(
                name, client, workspace is { } id ? client.AsWorkspace(id) : client, workspace ?? options.SiteId.Value, key);
        }
        catch
        {
            key?.Dispose();
            throw;
        }
    }
}
