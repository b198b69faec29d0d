using System.CommandLine;
using HelpLightning.Cli.Calling;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Settings;
using HelpLightning.Client;
using HelpLightning.PartnerKeys;

namespace HelpLightning.Cli.Doctor;

/// <summary>What the checks look at, and what the earlier ones found for the later ones.</summary>
internal sealed class Examination(ParseResult parsed, KeyOptions keys, AddressFlags address, Host host) : IDisposable
{
    private FirstAnswer? _answer;

    public ParseResult Parsed { get; } = parsed;

    public KeyOptions Keys { get; } = keys;

    public AddressFlags Address { get; } = address;

    public Host Host { get; } = host;

    public SettingSource Settings => Keys.Settings;

    public SiteId Site { get; set; }

    public string ApiKey { get; set; } = "";

    public PartnerSigningKey? Key { get; set; }

    /// <summary>Scheme, host and port of the API.</summary>
    public Uri Server { get; set; } = null!;

    /// <summary>Null when the server is reached without one.</summary>
    public Uri? Proxy { get; set; }

    /// <summary>What says which proxy, for people.</summary>
    public string ProxyOrigin { get; set; } = "";

    /// <summary>What to do about a proxy that cannot be reached; null when the server is reached without one.</summary>
    public string? ProxyRemedy =>
        Proxy is null ? null : $"The proxy comes from {ProxyOrigin}: set that right, or call without it: NO_PROXY={Server.Host}";

    /// <summary>Whoever is connected to: the server or the proxy.</summary>
    public Uri Peer => Proxy ?? Server;

    /// <summary>Why the site's users could not be listed; null when they could.</summary>
    public Exception? Refusal { get; set; }

    /// <summary>The server's answer to a request without credentials; asked for once.</summary>
    public async Task<FirstAnswer> AnswerAsync(CancellationToken cancellationToken) =>
        _answer ??= await FirstAnswer.GetAsync(Server, Host.Clock, cancellationToken);

    /// <summary>Signs and calls as every command does, but does not try for long.</summary>
    public HelpLightningClient OpenClient() => HelpLightningClient.Create(new HelpLightningOptions
    {
        ApiKey = ApiKey,
        SiteId = Site,
        PartnerKey = Key,
        BaseAddress = Server,
        Timeout = TimeSpan.FromSeconds(30),
        MaxRetries = 1,
        TimeProvider = Host.Clock,
    });

    public void Dispose() => Key?.Dispose();
}
