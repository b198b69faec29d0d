using System.CommandLine;
using System.Globalization;
using System.Text;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.LocalSandbox;
using HelpLightning.Cli.Progress;
using HelpLightning.Cli.Syntax;
using HelpLightning.Sandbox;

namespace HelpLightning.Cli.Commands;

/// <summary><c>hl sandbox</c>: Help Lightning on this machine, until Ctrl-C. Its commands steer one that runs already.</summary>
internal static class SandboxCommand
{
    /// <summary>It ends what it answers and closes its data file, which on a busy machine may take a while.</summary>
    private static readonly TimeSpan TimeToStop = TimeSpan.FromSeconds(30);

    public static Command Build(Host host)
    {
        SandboxFlags flags = new(host);
        HlCommand command = new(
            "sandbox", "Run Help Lightning on this machine (or steer one that runs): verifies tokens for real, made-up people and calls",
            "hl sandbox",
            "hl sandbox --public-key-file pub.pem --data site.db --seed large",
            "hl sandbox --fault 'GET /api/v1r1/** 503 next=2' --fault 'delay=2s p=0.1'",
            "hl sandbox --webhook http://127.0.0.1:9000/hook --webhook-secret made-up",
            "hl sandbox trigger attachment_created")
        {
            TimeToStop = TimeToStop,
        };
        command.Add(SandboxEventCommands.Trigger(host));
        command.Add(SandboxEventCommands.StartCall(host));
        command.Add(SandboxWebhookCommands.Build(host));
        command.Add(SandboxKeyCommand.Build(host));
        flags.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            HelpLightningSandboxOptions options = flags.Read(parsed);
            string? scenario = ReadScenario(host, parsed.GetValue(flags.Scenario));
            await RunAsync(options, scenario, parsed.GetValue(flags.Scenario), host, cancellation);
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task RunAsync(
        HelpLightningSandboxOptions options, string? scenario, string? scenarioFile, Host host, CancellationToken cancellation)
    {
        await using HelpLightningSandbox sandbox = await StartAsync(options, host, cancellation);
        if (scenario is not null)
        {
            await LoadAsync(sandbox, scenario, scenarioFile!, cancellation);
        }

        host.Screen.Out.WriteLine(sandbox.BaseAddress.ToString().TrimEnd('/'));
        SandboxWelcome.Show(host, sandbox, options, scenarioFile);
        try
        {
            await Task.Delay(Timeout.Infinite, cancellation);
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C and SIGTERM are how a server is stopped, so that is success.
            host.Screen.Note("Stopped.");
        }
    }

    private static async Task<HelpLightningSandbox> StartAsync(
        HelpLightningSandboxOptions options, Host host, CancellationToken cancellation)
    {
        bool isLong = options.Seed == SandboxSeed.Large && (options.DataFile is null || !File.Exists(options.DataFile));
        try
        {
            return isLong
                ? await ElapsedLine.DuringAsync(
                    host,
                    string.Create(CultureInfo.InvariantCulture,
                    $"Making {options.SeedUsers ?? 100_000:N0} people and {options.SeedCalls ?? 1_000_000:N0} calls"),
                    Task.Run(() => HelpLightningSandbox.StartAsync(options, cancellation), cancellation))
                : await HelpLightningSandbox.StartAsync(options, cancellation);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            throw CommandException.Configuration(e.Message);
        }
    }

    private static string? ReadScenario(Host host, string? path)
    {
        try
        {
            return path is null
                ? null
                : File.ReadAllText(host.PathTo(path), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
        }
        catch (DecoderFallbackException)
        {
            throw CommandException.Configuration($"The scenario '{path}' is not UTF-8: save it as UTF-8 in your editor.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CommandException.Configuration($"The scenario '{path}' cannot be read: check its name and that you may read it.");
        }
    }

    private static async Task LoadAsync(HelpLightningSandbox sandbox, string scenario, string path, CancellationToken cancellation)
    {
        try
        {
            await sandbox.LoadScenarioAsync(scenario, cancellation);
        }
        catch (FormatException e)
        {
            throw CommandException.Configuration($"The scenario '{path}' is wrong. {e.Message}");
        }
    }
}
