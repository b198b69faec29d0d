using System.CommandLine;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Settings;
using HelpLightning.Client;

namespace HelpLightning.Cli.Calling;

/// <summary>The flags that say which server is called.</summary>
internal sealed class AddressFlags
{
    public const string ApiUrlName = "--api-url";

    private readonly ConnectionOption<string?> _apiUrl = new(ApiUrlName)
    {
        HelpName = "URL",
        Description = $"The API's address, for instance a sandbox's [env: {Variables.ApiUrl}]",
    };

    private readonly ConnectionOption<string?> _dataCenter = new("--data-center")
    {
        HelpName = "NAME",
        Description = $"US or EU [env: {Variables.DataCenter}] [default: US]",
    };

    public AddressFlags() => _dataCenter.CompletionSources.Add([.. Setting.DataCenter.Values]);

    /// <summary>Both, as they are typed.</summary>
    public Option<string?>[] All => [_apiUrl, _dataCenter];

    public void AddTo(Command command)
    {
        foreach (Option<string?> option in All)
        {
            command.Add(option);
        }
    }

    /// <summary>The address as the client wants it, which says what is wrong with one that is none.</summary>
    public static Uri Read(string text) =>
        Uri.TryCreate(text.Trim(), UriKind.Absolute, out Uri? address)
            ? address
            : new Uri(Uri.EscapeDataString(text.Trim()), UriKind.Relative);

    /// <summary>The address that was given; null when the data centre decides.</summary>
    public SettingValue? ApiUrl(ParseResult parsed, SettingSource settings) => settings.Find(parsed, Setting.ApiUrl, _apiUrl);

    public DataCenter DataCenter(ParseResult parsed, SettingSource settings) => DataCenterValue(parsed, settings) switch
    {
        null => Client.DataCenter.US,
        { Text: var text } when text.Equals("US", StringComparison.OrdinalIgnoreCase) => Client.DataCenter.US,
        { Text: var text } when text.Equals("EU", StringComparison.OrdinalIgnoreCase) => Client.DataCenter.EU,
        { IsFromFlag: true } => throw CommandException.Usage("--data-center wants US or EU."),
        { } value => throw CommandException.Configuration(
            $"The data centre of {value.Origin} wants to be US or EU. {settings.HowToMend(parsed, Setting.DataCenter, value, "EU")}"),
    };

    /// <summary>What names the data centre; null when nothing does and the usual one is taken.</summary>
    public SettingValue? DataCenterValue(ParseResult parsed, SettingSource settings) =>
        settings.Find(parsed, Setting.DataCenter, _dataCenter);
}
