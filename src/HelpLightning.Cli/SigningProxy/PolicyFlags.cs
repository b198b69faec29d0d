using System.CommandLine;
using System.Globalization;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Hosting;
using HelpLightning.Proxy;
using Microsoft.Extensions.Logging;

namespace HelpLightning.Cli.SigningProxy;

/// <summary>Which calls the proxy lets through: by flags, or by a file that is followed as it changes.</summary>
internal sealed class PolicyFlags(Host host)
{
    private readonly Option<string?> _file = new("--policy")
    {
        HelpName = "FILE",
        Description = "Rules in a file (JSON with comments), read again when it changes; instead of the flags below",
    };

    private readonly Option<string[]> _allow = new("--allow")
    {
        HelpName = "RULE",
        Description = "Let only such calls through, 'GET /v1r1/enterprise/**'; may be given several times [default: all under /api and "
            + "/auth]",
    };

    private readonly Option<string[]> _deny = new("--deny")
    {
        HelpName = "RULE",
        Description = "Let no such calls through, whatever else allows them; may be given several times",
    };

    private readonly Option<bool> _readOnly = new("--read-only") { Description = "Let only GET and HEAD through" };

    private readonly Option<string?> _as = new("--as")
    {
        HelpName = "EMAIL",
        Description = "Make every call as this person: e-mail address or user id",
    };

    private readonly Option<string[]> _allowAs = new("--allow-act-as")
    {
        HelpName = "PATTERN",
        Description = "A caller may name such a person in X-Act-As, as in '*@example.com'; may be given several times",
    };

    private readonly Option<string?> _rate = new("--requests-per-second")
    {
        HelpName = "NUMBER",
        Description = "So many calls a second on average, of all callers together; the others are answered with 429",
    };

    private readonly Option<string?> _burst = new("--burst")
    {
        HelpName = "NUMBER",
        Description = "So many at once after a pause; as many as a second brings by default",
    };

    public void AddTo(Command command)
    {
        foreach (Option option in (ReadOnlySpan<Option>)[_file, _allow, _deny, _readOnly, _as, _allowAs, _rate, _burst])
        {
            command.Add(option);
        }
    }

    /// <summary>For people; null for a policy that lets everything through.</summary>
    public string? Describe(ParseResult parsed, ProxyPolicy policy)
    {
        List<string> parts = [];
        if (parsed.GetValue(_file) is { } file)
        {
            parts.Add(file);
        }

        if (policy.ReadOnly)
        {
            parts.Add("read-only");
        }

        parts.AddRange(policy.Allow.Take(5).Select(static rule => $"allow {rule}"));
        parts.AddRange(policy.Deny.Take(5).Select(static rule => $"deny {rule}"));
        int more = Math.Max(0, policy.Allow.Length - 5) + Math.Max(0, policy.Deny.Length - 5);
        if (more > 0)
        {
            parts.Add($"{more} more");
        }

        return parts.Count == 0 ? null : string.Join(", ", parts);
    }

    /// <summary>What is asked for each request.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="log">Is told when the file changes, and when it cannot be used.</param>
    public Func<ProxyPolicy> Follow(ParseResult parsed, ILogger log)
    {
        try
        {
            if (parsed.GetValue(_file) is { } file)
            {
                if (FirstOther(parsed) is { } other)
                {
                    throw CommandException.Usage($"{_file.Name} and {other.Name} are two ways to say one thing: put all into the file.");
                }

                FollowedPolicy followed = new(host.PathTo(file), log, host.Clock);
                return () => followed.Current;
            }

            ProxyPolicy policy = new()
            {
                Allow = [.. (parsed.GetValue(_allow) ?? []).Select(ProxyRule.Parse)],
                Deny = [.. (parsed.GetValue(_deny) ?? []).Select(ProxyRule.Parse)],
                ReadOnly = parsed.GetValue(_readOnly),
                ActAs = new ActAsPolicy { User = parsed.GetValue(_as), Allowed = [.. parsed.GetValue(_allowAs) ?? []] },
                RateLimit = Rate(parsed),
            };
            return () => policy;
        }
        catch (ProxyPolicyException e)
        {
            throw parsed.GetValue(_file) is null ? CommandException.Usage(e.Message) : CommandException.Configuration(e.Message);
        }
        catch (ArgumentException e) when (e is not ArgumentNullException)
        {
            throw CommandException.Usage(e.Message);
        }
    }

    private Option? FirstOther(ParseResult parsed) =>
        ((Option[])[_allow, _deny, _readOnly, _as, _allowAs, _rate, _burst])
            .FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false });

    private RateLimit? Rate(ParseResult parsed)
    {
        int? burst = parsed.GetValue(_burst) is { } text
            ? int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count is > 0 and <= 1_000_000
                ? count
                : throw CommandException.Usage($"{_burst.Name} wants a whole number from 1 to 1,000,000.")
            : null;
        if (parsed.GetValue(_rate) is not { } perSecond)
        {
            return burst is null ? null : throw CommandException.Usage($"{_burst.Name} says nothing without {_rate.Name}.");
        }

        return double.TryParse(perSecond, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double rate)
            && rate is >= 0.001 and <= 100_000
            ? new RateLimit(rate, burst)
            : throw CommandException.Usage($"{_rate.Name} wants a number from 0.001 to 100,000.");
    }
}
