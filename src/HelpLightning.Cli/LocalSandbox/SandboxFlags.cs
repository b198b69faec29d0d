using System.CommandLine;
using System.Globalization;
using System.Net;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Settings;
using HelpLightning.Cli.Syntax;
using HelpLightning.PartnerKeys;
using HelpLightning.Sandbox;

namespace HelpLightning.Cli.LocalSandbox;

/// <summary>The options of <c>hl sandbox</c>, and what they ask of the sandbox.</summary>
internal sealed class SandboxFlags
{
    private static readonly SiteId StandardSite = new HelpLightningSandboxOptions().SiteId;

    private readonly Host _host;
    private readonly KeyOptions _keys;
    private readonly WebhookFlags _webhooks;

    private readonly Option<string> _listen = new("--listen")
    {
        HelpName = "ADDRESS:PORT",
        Description = "A loopback address; port 0 picks a free one",
        DefaultValueFactory = _ => "127.0.0.1:8025",
    };

    private readonly Option<string?> _port = new("--port") { HelpName = "NUMBER", Description = "The same for 127.0.0.1: the port alone" };

    private readonly Option<string[]> _publicKeys = new("--public-key-file")
    {
        HelpName = "FILE",
        Description = "The site's public key; of several the last one is active. Without one, make it on the page",
    };

    private readonly Option<string?> _apiKey = new("--api-key")
    {
        HelpName = "KEY",
        Description = "The API key that callers must send; made up and printed by default",
    };

    private readonly Option<string> _seedNumber = new("--seed-number")
    {
        HelpName = "N",
        Description = "The same number and day give the same people and calls, and the same faults",
        DefaultValueFactory = _ => "1",
    };


    private readonly Option<int?> _seedUsers = new("--seed-users")
    {
        HelpName = "N",
        Description = "People, 40 or more, instead of as many as the seed makes",
    };

    private readonly Option<int?> _seedGroups = new("--seed-groups")
    {
        HelpName = "N",
        Description = "Groups besides the one of everybody, instead of as many as the seed makes",
    };

    private readonly Option<int?> _seedCalls = new("--seed-calls")
    {
        HelpName = "N",
        Description = "Calls, instead of as many as the seed makes",
    };

    private readonly Option<bool> _loose = new("--loose")
    {
        Description = "Pass over unknown parameters, malformed filters and other content types, which are errors otherwise",
    };

    private readonly Option<string> _expired = new("--expired-answer")
    {
        HelpName = "STYLE",
        Description = "400 (JSON, code 1003) or 401 (text): both have been seen",
        DefaultValueFactory = _ => "400",
    };

    private readonly Option<bool> _strictPaging = new("--strict-paging")
    {
        Description = "Refuse a page or page_size that makes no sense or is too large, and answer a page past the end with an empty one; "
            + "otherwise they are lowered",
    };


    private readonly Option<string?> _seedDate = new("--seed-date")
    {
        HelpName = "DAY",
        Description = "The day up to which made-up calls reach, such as 2026-05-05; today by default",
    };


    private readonly Option<string[]> _faults = new("--fault")
    {
        HelpName = "FAULT",
        Description = "Misbehave: '[METHOD] [PATH] WHAT... [next=N] [p=0.3]', "
            + "WHAT such as 503, 429 retry-after=2, delay=2s, reset, truncate, expired=401; may be given several times",
    };

    private readonly Option<string?> _clockOffset = new("--clock-offset")
    {
        HelpName = "TIME",
        Description = "Run this far ahead of this machine's clock: 90s, 5m, 2h, 30d, or behind it: -90s",
    };

    public SandboxFlags(Host host)
    {
        _host = host;
        _keys = new KeyOptions(host);
        _webhooks = new WebhookFlags(host);
        _expired.CompletionSources.Add("400", "401");
        _faults.CompletionSources.Add(
            "429", "500", "502", "503", "504", "delay=2s", "reset", "reset=body",
            "truncate", "truncate=quiet", "expired=400", "expired=401", "report=failed", "clock=-90s");
        _keys.SiteId.Description = $"The site that it is [env: {Variables.SiteId}] [default: {StandardSite}]";
    }

    public Option<string?> Data { get; } = new("--data")
    {
        HelpName = "FILE",
        Description = "Keep the data in this SQLite file; in memory by default",
    };

    public Option<string> Seed { get; } = NewSeed();

    public Option<string?> Scenario { get; } = new("--scenario")
    {
        HelpName = "FILE",
        Description = "Load a scenario (JSON, see docs/sandbox.md) once it runs",
    };

    public void AddTo(Command command)
    {
        foreach (Option option in (ReadOnlySpan<Option>)
        [
            _listen, _port, Data, _keys.SiteId, _publicKeys, _apiKey, Seed, _seedUsers, _seedGroups, _seedCalls,
            _seedNumber, _seedDate, Scenario,
            _loose, _strictPaging, _expired, _faults, _clockOffset,
        ])
        {
            command.Add(option);
        }

        _webhooks.AddTo(command);
    }

    /// <summary>
    /// The API key that was given; null when the sandbox is to make one up. Not the environment's: a site's own key would end up
    /// in the sandbox's data and on its page.
    /// </summary>
    public string? ApiKey(ParseResult parsed) => parsed.GetValue(_apiKey);

    public HelpLightningSandboxOptions Read(ParseResult parsed) => new()
    {
        ListenEndPoint = EndPoint(parsed),
        DataFile = parsed.GetValue(Data) is { } data ? _host.PathTo(data) : null,
        SiteId = _keys.Site(parsed, StandardSite),
        PartnerPublicKeys = [.. (parsed.GetValue(_publicKeys) ?? []).Select(file => PartnerPublicKey.FromFile(_host.PathTo(file)))],
        ApiKey = ApiKey(parsed),
        Seed = ParseSeed(parsed.GetValue(Seed)!),
        SeedNumber = int.TryParse(parsed.GetValue(_seedNumber), out int number)
            ? number
            : throw CommandException.Usage("--seed-number wants a whole number."),
        SeedUsers = parsed.GetValue(_seedUsers),
        SeedGroups = parsed.GetValue(_seedGroups),
        SeedCalls = parsed.GetValue(_seedCalls),
        SeedDate = parsed.GetValue(_seedDate) is { } day ? ParseDay(day) : null,
        Strict = !parsed.GetValue(_loose),
        StrictPaging = parsed.GetValue(_strictPaging),
        SiteWebhooksHearWorkspaces = _webhooks.HearWorkspaces(parsed),
        ExpiredTokenAnswer = ParseExpired(parsed.GetValue(_expired)!),
        Faults = [.. (parsed.GetValue(_faults) ?? []).Select(ParseFault)],
        Webhooks = _webhooks.Read(parsed),
        ClockOffset = parsed.GetValue(_clockOffset) is { } offset ? DurationParser.ParseOffset(offset, "--clock-offset") : default,
        RequestLog = entry => _host.Screen.Error.WriteLine(RequestLine.Format(entry, _host.Screen.ErrorHasColor)),
    };

    private static Option<string> NewSeed()
    {
        Option<string> seed = new("--seed")
        {
            HelpName = "NAME",
            Description = "none, small (40 people, 300 calls) or large (100,000 people, 1,000,000 calls)",
            DefaultValueFactory = _ => "small",
        };
        seed.CompletionSources.Add("none", "small", "large");
        return seed;
    }

    private IPEndPoint EndPoint(ParseResult parsed)
    {
        if (parsed.GetValue(_port) is not { } text)
        {
            return ParseEndPoint(parsed.GetValue(_listen)!);
        }

        return parsed.GetResult(_listen) is { Implicit: false }
            ? throw CommandException.Usage("--listen and --port are two ways to say one thing: keep one.")
            : ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ushort port)
                ? new IPEndPoint(IPAddress.Loopback, port)
            : throw CommandException.Usage("--port wants a whole number from 0 to 65535; 0 picks a free one.");
    }

    private static IPEndPoint ParseEndPoint(string text)
    {
        string address = text.StartsWith("localhost:", StringComparison.OrdinalIgnoreCase) ? "127.0.0.1" + text[9..] : text;
        return IPEndPoint.TryParse(address, out IPEndPoint? endPoint) && IPAddress.IsLoopback(endPoint.Address) && address.Contains(':')
            ? endPoint
            : throw CommandException.Usage(
                "--listen wants a loopback address and a port, such as 127.0.0.1:8025: the sandbox is not for the network.");
    }

    private static SandboxSeed ParseSeed(string text) => text switch
    {
        "none" => SandboxSeed.None,
        "small" => SandboxSeed.Small,
        "large" => SandboxSeed.Large,
        _ => throw CommandException.Usage("--seed wants none, small or large."),
    };

    private static DateTimeOffset ParseDay(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day)
            ? new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero)
            : throw CommandException.Usage("--seed-date wants a day such as 2026-05-05.");

    private static ExpiredTokenAnswer ParseExpired(string text) => text switch
    {
        "400" => ExpiredTokenAnswer.BadRequest400Code1003,
        "401" => ExpiredTokenAnswer.Unauthorized401Text,
        _ => throw CommandException.Usage("--expired-answer wants 400 or 401."),
    };

    private static SandboxFault ParseFault(string text)
    {
        try
        {
            return SandboxFault.Parse(text);
        }
        catch (FormatException e)
        {
            throw CommandException.Usage($"--fault: {e.Message}");
        }
    }
}
