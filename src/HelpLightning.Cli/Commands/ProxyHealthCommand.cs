using System.CommandLine;
using System.Net;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.SigningProxy;
using HelpLightning.Cli.Syntax;

namespace HelpLightning.Cli.Commands;

/// <summary>
/// <c>hl proxy health</c>: asks a proxy that runs, for probes that are commands and for scripts that wait for it. A kubelet cannot reach an
/// address that is loopback inside the pod, but it can run this there.
/// </summary>
internal static class ProxyHealthCommand
{
    private static readonly string[] Probes = ["ready", "live", "startup"];

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    public static Command Build(Host host)
    {
        Argument<string> probe = new("PROBE")
        {
            Description = "ready, live or startup",
            DefaultValueFactory = _ => Probes[0],
        };
        probe.CompletionSources.Add(Probes);
        Option<string> operations = new("--operations")
        {
            HelpName = "ADDRESS:PORT",
            Description = "Where the proxy answers probes",
            DefaultValueFactory = _ => "127.0.0.1:8045",
        };
        Option<string> wait = new("--wait")
        {
            HelpName = "TIME",
            Description = "Wait so long for it to be well",
            DefaultValueFactory = _ => "0",
        };
        HlCommand command = new(
            "health", "Ask a proxy that runs whether it is well: the exit code says so",
            "hl proxy health --wait 30s",
            "hl proxy health live --operations 127.0.0.1:8045")
        {
            probe, operations, wait,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            string asked = parsed.GetValue(probe)!;
            if (!Probes.Contains(asked))
            {
                throw CommandException.Usage("hl proxy health wants ready, live or startup.");
            }

            IPEndPoint address = ListenAddress.Read(parsed.GetValue(operations)!, operations.Name).EndPoint;
            TimeSpan patience = DurationParser.Parse(parsed.GetValue(wait)!, wait.Name);
            return await AskAsync(host, asked, address, patience, cancellation);
        });
        return command;
    }

    private static async Task<int> AskAsync(Host host, string probe, IPEndPoint address, TimeSpan patience, CancellationToken cancellation)
    {
        long start = host.Clock.GetTimestamp();
        using SocketsHttpHandler direct = new() { UseProxy = false };
        using HttpClient http = new(direct) { Timeout = TimeSpan.FromSeconds(5) };
        Uri uri = new($"http://{address}/{probe}");
        while (true)
        {
            (int exitCode, string text) = await AskAsync(http, uri, cancellation);
            if (exitCode == ExitCode.Done)
            {
                host.Screen.Out.WriteLine(text);
                return exitCode;
            }

            if (host.Clock.GetElapsedTime(start) >= patience)
            {
                host.Screen.Fail(text);
                return exitCode;
            }

            await Task.Delay(Pace, host.Clock, cancellation);
        }
    }

    private static async Task<(int ExitCode, string Text)> AskAsync(HttpClient http, Uri uri, CancellationToken cancellation)
    {
        try
        {
            using HttpResponseMessage answer = await http.GetAsync(uri, cancellation);
            string text = (await answer.Content.ReadAsStringAsync(cancellation)).Trim();
            return answer.IsSuccessStatusCode ? (ExitCode.Done, text) : (ExitCode.Refused, $"The proxy is not well: {text}");
        }
        catch (Exception e) when (e is HttpRequestException || (e is TaskCanceledException && !cancellation.IsCancellationRequested))
        {
            return (ExitCode.Unreachable, $"No proxy answers at {uri}. Was it started with --operations {uri.Authority}?");
        }
    }
}
