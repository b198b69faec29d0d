using System.CommandLine;
using HelpLightning.Cli.Demo;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Syntax;
using HelpLightning.PartnerKeys;
using HelpLightning.Sandbox;

namespace HelpLightning.Cli.Commands;

/// <summary><c>hl demo</c>: the whole story on this machine. No account, no network, no files left behind.</summary>
internal static class DemoCommand
{
    public static Command Build(Host host)
    {
        HlCommand command = new("demo", "See it work on this machine: key, token, accepted call, refused calls and why", "hl demo");
        command.SetAction(async (_, cancellation) =>
        {
            using PartnerKey key = PartnerKey.Create();
            using PartnerKey strangersKey = PartnerKey.Create();
            await using HelpLightningSandbox sandbox = await HelpLightningSandbox.StartAsync(
                new HelpLightningSandboxOptions { PartnerPublicKeys = [key.PublicKey] }, cancellation);
            DemoStory story = new(host, sandbox, key, strangersKey);
            return await story.TellAsync(cancellation) ? ExitCode.Done : ExitCode.Refused;
        });
        return command;
    }
}
