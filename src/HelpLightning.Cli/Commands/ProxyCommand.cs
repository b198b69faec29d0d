using System.CommandLine;
using System.Globalization;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.SigningProxy;
using HelpLightning.Cli.Syntax;

namespace HelpLightning.Cli.Commands;

/// <summary><c>hl proxy</c>: signs the calls of programs on this machine that hold no key, until Ctrl-C.</summary>
internal static class ProxyCommand
{
    /// <summary>More than any drain may take.</summary>
    private static readonly TimeSpan TimeToStop = TimeSpan.FromHours(1) + TimeSpan.FromSeconds(30);

    public static Command Build(Host host)
    {
        ProxyFlags flags = new(host);
        HlCommand command = new(
            "proxy",
            "Sign the calls of other programs on this machine, which need no key then: they call the proxy, it calls Help Lightning",
            "hl proxy",
            "hl proxy --read-only --allow '* /v1r1/enterprise/**'",
            "hl proxy --unix-socket /run/hl/proxy.sock --policy policy.jsonc --operations 127.0.0.1:8045",
            "hl proxy --caller-token-file tickets=tickets.txt --access-log access.ndjson",
            "hl proxy check GET '/api/v1r1/enterprise/users/%2e%2e/groups' --allow 'GET /v1r1/enterprise/users/**'")
        {
            TimeToStop = TimeToStop,
        };
        command.Add(ProxyCheckCommand.Build(host));
        command.Add(ProxyHealthCommand.Build(host));
        flags.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            await using ProxyRun run = await ProxyRun.OpenAsync(host, flags, parsed);
            (long answered, long refused, int cutOff) = await run.ServeAsync(
                server => ProxyWelcome.Show(host, run, server, flags, parsed), cancellation);
            string requests = answered == 1 ? "request" : "requests";
            host.Screen.Note(string.Create(
                CultureInfo.InvariantCulture, $"Stopped. {answered:N0} {requests} answered by Help Lightning, {refused:N0} refused here."));
            if (cutOff > 0)
            {
                string were = cutOff == 1 ? "was" : "were";
                host.Screen.Warn(string.Create(
                    CultureInfo.InvariantCulture, $"{cutOff:N0} {were} cut off: give them more time with --drain."));
            }

            return ExitCode.Done;
        });
        return command;
    }
}
