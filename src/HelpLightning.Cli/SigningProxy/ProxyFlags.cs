using System.CommandLine;
using System.Globalization;
using HelpLightning.Cli.Calling;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Syntax;
using HelpLightning.Proxy.Redis;

namespace HelpLightning.Cli.SigningProxy;

/// <summary>The options of <c>hl proxy</c>, and what they ask for.</summary>
internal sealed class ProxyFlags
{
    private const string StandardAddress = "127.0.0.1:8044";

    private static readonly TimeSpan LongestDrain = TimeSpan.FromHours(1);

    private static readonly TimeSpan LongestReuse = TimeSpan.FromSeconds(30);

    private readonly Host _host;

    private readonly Option<string[]> _listen = new("--listen")
    {
        HelpName = "ADDRESS:PORT",
        Description = "A loopback address; port 0 picks a free one; with =PROFILE after it, for that profile's site; may be given "
            + $"several times [default: {StandardAddress}]",
    };

    private readonly Option<string?> _socket = new("--unix-socket")
    {
        HelpName = "PATH",
        Description = "Listen on a Unix socket that only this user may open, instead or as well",
    };

    private readonly Option<bool> _allowRemote = new("--allow-remote")
    {
        Description = "Let --listen name an address that other machines reach; wants a certificate and callers' tokens",
    };

    private readonly Option<string?> _certificate = new("--tls-certificate")
    {
        HelpName = "FILE",
        Description = "Listen by https with this certificate (PEM, with its chain)",
    };

    private readonly Option<string?> _certificateKey = new("--tls-key")
    {
        HelpName = "FILE",
        Description = "The certificate's private key (PEM)",
    };

    private readonly Option<string[]> _hosts = new("--host")
    {
        HelpName = "NAME",
        Description = "A name that callers call this machine by, besides localhost, 127.0.0.1 and [::1]; may be given several times",
    };

    private readonly Option<string[]> _callers = new("--caller-token-file")
    {
        HelpName = "NAME=FILE",
        Description = "Only callers with a token of such a file, one on each line, may call (Authorization: Bearer); may be given several "
            + "times",
    };

    private readonly Option<string[]> _sites = new("--site")
    {
        HelpName = "PROFILE",
        Description = "A caller may choose this profile's site by X-Help-Lightning-Site; may be given several times",
    };

    private readonly Option<string?> _redis = new("--redis")
    {
        HelpName = "HOST:PORT",
        Description = "Count calls in this Redis, so that several proxies share one limit",
    };

    private readonly Option<string?> _redisPassword = new("--redis-password-file")
    {
        HelpName = "FILE",
        Description = "A file with the password of that Redis",
    };

    private readonly Option<string> _redisGone = new("--when-redis-is-gone")
    {
        HelpName = "WHAT",
        Description = "limit-here, each proxy by itself; allow; or refuse",
        DefaultValueFactory = _ => "limit-here",
    };

    private readonly Option<string> _reuse = new("--token-reuse")
    {
        HelpName = "TIME",
        Description = "Use a partner token for so long, up to 30s; by default only in the second it was signed in",
        DefaultValueFactory = _ => "0",
    };

    private readonly Option<string> _timeout = new("--timeout")
    {
        HelpName = "TIME",
        Description = "Give a request up when nothing has moved for so long",
        DefaultValueFactory = _ => "100s",
    };

    private readonly Option<string> _drain = new("--drain")
    {
        HelpName = "TIME",
        Description = "How long requests may go on after SIGTERM or Ctrl-C",
        DefaultValueFactory = _ => "10s",
    };

    private readonly Option<string?> _accessLog = new("--access-log")
    {
        HelpName = "FILE",
        Description = "Write a line of JSON for each request to the end of this file; - writes to standard output",
    };

    private readonly Option<string?> _operations = new("--operations")
    {
        HelpName = "ADDRESS:PORT",
        Description = "Answer /startup, /live, /ready and /metrics there",
    };

    public ProxyFlags(Host host)
    {
        _host = host;
        Sites = new SiteOpener(host);
        Policy = new PolicyFlags(host);
        _redisGone.CompletionSources.Add("limit-here", "allow", "refuse");
    }

    public SiteOpener Sites { get; }

    public PolicyFlags Policy { get; }

    public void AddTo(HlCommand command)
    {
        foreach (Option option in (ReadOnlySpan<Option>)[_listen, _socket, _callers])
        {
            command.Add(option);
        }

        Policy.AddTo(command);
        foreach (Option option in (ReadOnlySpan<Option>)
        [
            _sites, _reuse, _redis, _redisPassword, _redisGone, _timeout, _drain, _accessLog, _operations,
            _hosts, _allowRemote, _certificate, _certificateKey,
        ])
        {
            command.Add(option);
        }

        Sites.AddTo(command);
    }

    public ProxyPlan Read(ParseResult parsed)
    {
        ListenAddress[] addresses = Addresses(parsed);
        string? certificate = parsed.GetValue(_certificate);
        string? certificateKey = parsed.GetValue(_certificateKey);
        bool allowRemote = parsed.GetValue(_allowRemote);
        Dictionary<string, string> callers = Callers(parsed);
        if ((certificate is null) != (certificateKey is null))
        {
            throw CommandException.Usage($"{_certificate.Name} and {_certificateKey.Name} belong together: give both.");
        }

        if (!allowRemote && addresses.FirstOrDefault(static address => !address.IsLoopback) is { } remote)
        {
            throw CommandException.Usage(
                $"{remote.EndPoint} can be reached from other machines, and whoever reaches the proxy calls as your site. "
                + $"Choose 127.0.0.1, or say {_allowRemote.Name}.");
        }

        if (allowRemote && (certificate is null || callers.Count == 0))
        {
            throw CommandException.Usage(
                $"{_allowRemote.Name} wants {_certificate.Name} and {_certificateKey.Name}, so that nobody listens in, and "
                + $"{_callers.Name}, so that not everybody may call.");
        }

        return new ProxyPlan
        {
            Addresses = addresses,
            Socket = parsed.GetValue(_socket),
            Descriptors = Descriptors(),
            AllowRemote = allowRemote,
            Certificate = certificate is null ? null : _host.PathTo(certificate),
            CertificateKey = certificateKey is null ? null : _host.PathTo(certificateKey),
            Hosts = [.. (parsed.GetValue(_hosts) ?? []).Select(ReadHost)],
            Callers = callers,
            SiteProfiles = [.. (parsed.GetValue(_sites) ?? []).Distinct(StringComparer.Ordinal)],
            Redis = Redis(parsed),
            TokenReuse = ReadReuse(parsed.GetValue(_reuse)!),
            ActivityTimeout = ReadTimeout(parsed.GetValue(_timeout)!),
            Drain = ReadDrain(parsed.GetValue(_drain)!),
            AccessLog = parsed.GetValue(_accessLog),
            Operations = parsed.GetValue(_operations) is { } operations ? ReadOperations(operations) : null,
        };
    }

    private ListenAddress[] Addresses(ParseResult parsed)
    {
        string[] typed = parsed.GetValue(_listen) ?? [];
        return typed.Length > 0 ? [.. typed.Select(text => ListenAddress.Read(text, _listen.Name))]
            : parsed.GetValue(_socket) is not null || Descriptors() > 0 ? []
            : [ListenAddress.Read(StandardAddress, _listen.Name)];
    }

    /// <summary>How many sockets systemd has opened for this process (sd_listen_fds(3)).</summary>
    private int Descriptors() =>
        _host.Variable("LISTEN_PID") == Environment.ProcessId.ToString(CultureInfo.InvariantCulture)
        && int.TryParse(_host.Variable("LISTEN_FDS"), NumberStyles.None, CultureInfo.InvariantCulture, out int count)
        && count is > 0 and < 100
            ? count
            : 0;

    private Dictionary<string, string> Callers(ParseResult parsed)
    {
        Dictionary<string, string> callers = new(StringComparer.Ordinal);
        foreach (string text in parsed.GetValue(_callers) ?? [])
        {
            // A file without a name lends its own.
            int equals = text.IndexOf('=', StringComparison.Ordinal);
            string file = text[(equals + 1)..];
            string name = equals < 0 ? Path.GetFileNameWithoutExtension(file) : text[..equals];
            if (name.Length == 0 || file.Length == 0 || !callers.TryAdd(name, _host.PathTo(file)))
            {
                throw CommandException.Usage(
                    $"{_callers.Name} wants NAME=FILE, another name for each caller, such as tickets=/run/secrets/tickets.txt.");
            }
        }

        return callers;
    }

    private RedisRateLimiterOptions? Redis(ParseResult parsed) => parsed.GetValue(_redis) is not { } address
        ? null
        : new RedisRateLimiterOptions
        {
            Servers = address,
            PasswordFile = parsed.GetValue(_redisPassword) is { } password ? _host.PathTo(password) : null,
            WhenRedisIsGone = parsed.GetValue(_redisGone) switch
            {
                "limit-here" => WhenRedisIsGone.LimitHere,
                "allow" => WhenRedisIsGone.Allow,
                "refuse" => WhenRedisIsGone.Refuse,
                _ => throw CommandException.Usage($"{_redisGone.Name} wants limit-here, allow or refuse."),
            },
        };

    private string ReadHost(string text) =>
        Uri.CheckHostName(text) is not UriHostNameType.Unknown || (text.StartsWith('[') && Uri.CheckHostName(text) is UriHostNameType.IPv6)
            ? text
            : throw CommandException.Usage($"{_hosts.Name} wants a name without scheme and port, such as proxy.internal.");

    private TimeSpan ReadReuse(string text) => DurationParser.Parse(text, _reuse.Name) is var time && time <= LongestReuse
        ? time
        : throw CommandException.Usage($"{_reuse.Name} wants 0 to 30s: a token lives for a minute, and none may end on its way.");

    private TimeSpan ReadTimeout(string text) => DurationParser.Parse(text, _timeout.Name) is var time
        && time >= TimeSpan.FromSeconds(1) && time <= TimeSpan.FromHours(24)
        ? time
        : throw CommandException.Usage($"{_timeout.Name} wants 1s to 24h.");

    private TimeSpan ReadDrain(string text) => DurationParser.Parse(text, _drain.Name) is var time && time <= LongestDrain
        ? time
        : throw CommandException.Usage($"{_drain.Name} wants 0 to 1h.");

    private ListenAddress ReadOperations(string text) => ListenAddress.Read(text, _operations.Name) is { Profile: null } address
        ? address
        : throw CommandException.Usage($"{_operations.Name} wants an address with a port, such as 127.0.0.1:8045.");
}
