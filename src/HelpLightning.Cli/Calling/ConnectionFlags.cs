using System.CommandLine;
using System.Globalization;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Settings;
using HelpLightning.Client;
using HelpLightning.PartnerKeys;
using HelpLightning.Shell;

namespace HelpLightning.Cli.Calling;

/// <summary>The flags of every command that calls the API: which site, as whom, how much is told, whether it is done at all.</summary>
/// <param name="host">Where it is told.</param>
/// <param name="actingAs">Whose token the call carries; null for the site's.</param>
/// <param name="writes">The call changes something.</param>
/// <param name="isAnyCall">The call may be any, and is withheld whatever it is.</param>
/// <param name="isOneCall">False for a command whose calls nobody can foresee, and so cannot be printed instead.</param>
internal sealed class ConnectionFlags(
    Host host, ActingAs? actingAs = null, bool writes = false, bool isAnyCall = false, bool isOneCall = true)
{
    private readonly ActingAs _actingAs = actingAs ?? ActingAs.Site;

    private readonly SiteFlags _site = new(host);

    private readonly ConnectionOption<long?> _workspace = WorkspaceOption.Create();

    private readonly Option<string?> _as = new("--as")
    {
        HelpName = "EMAIL",
        Description = "The person to act for: e-mail address or user id",
        Required = actingAs?.WantsPerson ?? false,
    };

    private readonly ConnectionOption<bool> _verbose = new(VerboseFlag, "-v")
    {
        Description = "Show each request and answer on standard error, secrets blanked",
    };

    private readonly ConnectionOption<bool> _curl = new("--curl") { Description = "Print the call as a curl command instead of making it" };

    private readonly ConnectionOption<bool> _noProgress = new("--no-progress") { Description = "No progress on standard error" };

    private readonly Option<bool> _dryRun = new("--dry-run")
    {
        Description = "Say what would be sent, and send nothing that changes anything",
    };

    private const string VerboseFlag = "--verbose";

    /// <summary>Was <c>--verbose</c> given, to whichever command it was?</summary>
    public static bool IsVerbose(ParseResult parsed) =>
        parsed.CommandResult.Command.Options.FirstOrDefault(static o => o.Name == VerboseFlag) is Option<bool> flag
            && parsed.GetValue(flag);

    public void AddTo(Command command)
    {
        if (_actingAs.TakesPerson)
        {
            command.Add(_as);
        }

        if (writes || isAnyCall)
        {
            command.Add(_dryRun);
        }

        _site.AddTo(command);
        foreach (Option option in (ReadOnlySpan<Option>)[_workspace, _verbose, _curl, _noProgress])
        {
            if (option != _curl || isOneCall)
            {
                command.Add(option);
            }
        }
    }

    public SettingSource Settings => _site.Settings;

    /// <summary>Is the call only printed?</summary>
    public bool IsWithheld(ParseResult parsed) => parsed.GetValue(_curl) || IsDryRun(parsed);

    public bool IsDryRun(ParseResult parsed) => (writes || isAnyCall) && parsed.GetValue(_dryRun);

    /// <summary>Done by opening; for a command that also does something long without a call.</summary>
    public void HeedProgress(ParseResult parsed) => host.Screen.ProgressIsWanted = !parsed.GetValue(_noProgress);

    /// <summary>Ready to call; the caller disposes it.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="adjust">The client's options as they suit a command that makes many calls.</param>
    public ApiSession Open(ParseResult parsed, Func<HelpLightningOptions, HelpLightningOptions>? adjust = null)
    {
        _site.Keys.GreetOnFirstRun(parsed);
        HeedProgress(parsed);
        HelpLightningOptions options = _site.Options(parsed);
        long? workspace = WorkspaceOption.Read(parsed, _workspace);
        PartnerSigningKey key = _site.Keys.Load(parsed);
        options.PartnerKey = key;
        try
        {
            HelpLightningClient client = HelpLightningClient.Create(adjust?.Invoke(options) ?? options, decorate: Decorate(parsed));
            return new ApiSession(client, key, options.SiteId, workspace, Person(parsed), host.Clock);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    private string? Person(ParseResult parsed) => !_actingAs.TakesPerson || parsed.GetResult(_as) is null ? null
        : parsed.GetValue(_as)?.Trim() is { Length: > 0 } person ? person
        : throw CommandException.Usage("--as wants the e-mail address or the id of a user.");

    /// <summary>What stands between the client and the network; null for nothing.</summary>
    private Func<HttpMessageHandler, HttpMessageHandler>? Decorate(ParseResult parsed)
    {
        bool isVerbose = parsed.GetValue(_verbose);
        bool isCurl = parsed.GetValue(_curl);
        bool isDryRun = IsDryRun(parsed);
        if (isCurl && isDryRun)
        {
            throw CommandException.Usage("--curl and --dry-run are two ways of not doing it: choose one.");
        }

        if (!isVerbose && !isCurl && !isDryRun)
        {
            return null;
        }

        int exchanges = (parsed.GetValue(_workspace) is null ? 0 : 1)
            + (Person(parsed) is null ? 0 : 1)
            + (_actingAs.OpenedToken is null ? 0 : 1);
        CurlText? curl = isCurl
            ? new CurlText(
                [.. TokenCommands(parsed)], id => UserTokenCommand(parsed, id.ToString(CultureInfo.InvariantCulture)), ApiKeyText(parsed))
            : null;
        return network =>
        {
            HttpMessageHandler handler = isVerbose ? new VerboseHandler(host) { InnerHandler = network } : network;
            return isCurl || isDryRun ? new WithholdingHandler(host, exchanges, writes, curl) { InnerHandler = handler } : handler;
        };
    }

    /// <summary>The commands that print the tokens of the exchanges, one after another.</summary>
    private IEnumerable<string> TokenCommands(ParseResult parsed)
    {
        yield return $"hl token{TypedFlags(parsed, SigningFlags)}";
        if (parsed.GetValue(_workspace) is { } workspace)
        {
            yield return $"hl workspaces token {workspace}{CallingFlags(parsed)}";
        }

        if (Person(parsed) is { } person)
        {
            yield return UserTokenCommand(parsed, person);
            if (_actingAs.OpenedToken is { } opened)
            {
                yield return $"hl {opened(parsed)} --as {ShellWord.Quote(person)}{Inside(parsed)}{CallingFlags(parsed)}";
            }
        }
    }

    private string UserTokenCommand(ParseResult parsed, string who) =>
        $"hl users token {ShellWord.Quote(who)}{Inside(parsed)}{CallingFlags(parsed)}";

    private string Inside(ParseResult parsed) => parsed.GetValue(_workspace) is { } workspace ? $" --workspace {workspace}" : "";

    private Option<string?>[] SigningFlags => [_site.Keys.SiteId, _site.Keys.KeyFile, _site.Keys.PassphraseFile, Settings.Profile];

    private string CallingFlags(ParseResult parsed) =>
        TypedFlags(parsed, [.. SigningFlags, .. _site.Address.All]);

    /// <summary>Flags that were typed are needed again; what comes from the environment or a profile is there.</summary>
    private static string TypedFlags(ParseResult parsed, params ReadOnlySpan<Option<string?>> options)
    {
        string text = "";
        foreach (Option<string?> option in options)
        {
            if (parsed.GetResult(option) is not null && parsed.GetValue(option) is { } value)
            {
                text += $" {option.Name} {ShellWord.Quote(value)}";
            }
        }

        return text;
    }

    private string ApiKeyText(ParseResult parsed) => Settings.Find(parsed, Setting.ApiKey) is { IsFromProfile: true }
        ? $"$(hl config get api-key --reveal{Settings.ProfileFlag(parsed)})"
        : $"${Variables.ApiKey}";
}
