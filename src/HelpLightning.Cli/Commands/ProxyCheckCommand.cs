using System.CommandLine;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.SigningProxy;
using HelpLightning.Cli.Syntax;
using HelpLightning.Cli.Terminal;
using HelpLightning.Proxy;
using Microsoft.Extensions.Logging.Abstractions;

namespace HelpLightning.Cli.Commands;

/// <summary><c>hl proxy check</c>: is all that a proxy needs there and right, and which rule does a request meet?</summary>
internal static class ProxyCheckCommand
{
    public static Command Build(Host host)
    {
        ProxyFlags flags = new(host);
        Argument<string?> method = new("METHOD") { Description = "A request to ask about, such as GET", Arity = ArgumentArity.ZeroOrOne };
        Argument<string?> target = new("TARGET")
        {
            Description = "Its path as a caller sends it, such as /api/v1r1/enterprise/users/7",
            Arity = ArgumentArity.ZeroOrOne,
        };
        HlCommand command = new(
            "check", "Check what hl proxy would run with, by the same flags; or tell which rule a request meets",
            "hl proxy check --policy policy.jsonc",
            "hl proxy check DELETE /api/v1r1/enterprise/users/7 --policy policy.jsonc");
        command.Add(method);
        command.Add(target);
        flags.AddTo(command);
        command.SetAction(async (parsed, _) =>
        {
            if (parsed.GetValue(method) is { } asked)
            {
                return Judge(host, flags.Policy.Follow(parsed, NullLogger.Instance)(), asked, parsed.GetValue(target));
            }

            await using ProxyRun run = await ProxyRun.OpenAsync(host, flags, parsed);
            Write(host, [.. ProxyWelcome.Describe(run, flags, parsed)]);
            return ExitCode.Done;
        });
        return command;
    }

    private static int Judge(Host host, ProxyPolicy policy, string method, string? target)
    {
        if (target is null)
        {
            throw CommandException.Usage(
                "hl proxy check wants both, a method and a path, such as GET /api/v1r1/enterprise/users; or neither.");
        }

        // As rules are written: the version says that /api is meant.
        bool isVersioned = target.StartsWith("/v1/", StringComparison.Ordinal) || target.StartsWith("/v1r1/", StringComparison.Ordinal);
        string path = isVersioned ? "/api" + target : target;
        PolicyVerdict verdict = policy.Judge(method.ToUpperInvariant(), path);
        List<(string, string)> facts =
        [
            ("Request", $"{method.ToUpperInvariant()} {path}"),
            ("Verdict", verdict.IsAllowed ? "allowed" : "refused"),
            ("Rule", verdict.Rule),
            ("Why", verdict.Finding),
        ];
        if (verdict.Reading is not null)
        {
            facts.Add(("Readings", $"{verdict.Reading} and {verdict.OtherReading}"));
        }

        Write(host, [.. facts]);
        return verdict.IsAllowed ? ExitCode.Done : ExitCode.Refused;
    }

    private static void Write(Host host, (string, string)[] facts) => Facts.Write(
        host.Screen.Out, host.Screen.OutHasColor, host.Screen.OutIsTerminal ? host.Screen.Width : int.MaxValue, facts);
}
