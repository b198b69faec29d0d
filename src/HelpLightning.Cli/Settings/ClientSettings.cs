using System.CommandLine;
using HelpLightning.Cli.Terminal;
using HelpLightning.Client;
using HelpLightning.PartnerKeys;

namespace HelpLightning.Cli.Settings;

/// <summary>Which Help Lightning to call and as whom: flag, then environment, then the US data centre.</summary>
internal sealed class ClientSettings
{
    private readonly KeyOptions _keys = new();

    private readonly Option<string?> _apiUrl = new("--api-url")
    {
        HelpName = "URL",
        Description = $"The API's address, for instance a sandbox's [env: {Variables.ApiUrl}]",
    };

    private readonly Option<string?> _dataCenter = new("--data-center")
    {
        HelpName = "NAME",
        Description = $"US or EU [env: {Variables.DataCenter}] [default: US]",
    };

    public void AddTo(Command command)
    {
        _keys.AddTo(command);
        command.Add(_keys.SiteId);
        command.Add(_apiUrl);
        command.Add(_dataCenter);
        _dataCenter.CompletionSources.Add("US", "EU");
    }

    /// <summary>The client and the key it signs with; the caller disposes both.</summary>
    public (HelpLightningClient Client, PartnerKey Key) Connect(ParseResult parsed, Screen screen, Action<HelpLightningOptions>? adjust = null)
    {
        string apiKey = Variables.Read(Variables.ApiKey)
            ?? throw CommandException.Configuration(
                $"The API key is missing. Set {Variables.ApiKey}; Help Lightning shows it in its Developer tab (Add API Key), hl sandbox when it starts.");
        SiteId site = _keys.Site(parsed);
        PartnerKey key = _keys.Load(parsed, screen);
        HelpLightningOptions options = new()
        {
            ApiKey = apiKey,
            SiteId = site.Value,
            PartnerKey = key,
            BaseUrl = parsed.GetValue(_apiUrl) ?? Variables.Read(Variables.ApiUrl),
            DataCenter = ParseDataCenter(parsed),
        };
        adjust?.Invoke(options);
        return (HelpLightningClient.Create(options), key);
    }

    public SiteId Site(ParseResult parsed) => _keys.Site(parsed);

    private DataCenter ParseDataCenter(ParseResult parsed) =>
        (parsed.GetValue(_dataCenter) ?? Variables.Read(Variables.DataCenter) ?? "US").ToUpperInvariant() switch
        {
            "US" => DataCenter.US,
            "EU" => DataCenter.EU,
            _ => throw CommandException.Usage($"--data-center (or {Variables.DataCenter}) wants US or EU."),
        };
}
