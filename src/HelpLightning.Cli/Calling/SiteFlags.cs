using System.CommandLine;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Settings;
using HelpLightning.Client;

namespace HelpLightning.Cli.Calling;

/// <summary>The flags of every command that calls a site: which site, with which key, at which server.</summary>
internal sealed class SiteFlags(Host host)
{
    public KeyOptions Keys { get; } = new(host);

    public AddressFlags Address { get; } = new();

    public SettingSource Settings => Keys.Settings;

    public void AddTo(Command command)
    {
        Keys.AddTo(command);
        Address.AddTo(command);
    }

    /// <summary>The client's options. The key is left to the caller, as a file may be loaded, followed or replaced.</summary>
    public HelpLightningOptions Options(ParseResult parsed) => new()
    {
        SiteId = Keys.Site(parsed),
        ApiKey = Settings.RequireApiKey(parsed),
        BaseAddress = Address.ApiUrl(parsed, Settings) is { } url ? AddressFlags.Read(url.Text) : null,
        DataCenter = Address.DataCenter(parsed, Settings),
        TimeProvider = host.Clock,
    };
}
