using System.CommandLine;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Syntax;

namespace HelpLightning.Cli.Commands;

/// <summary><c>hl webhooks</c>.</summary>
internal static class WebhookCommands
{
    public static Command Build(Host host) => new HlCommand("webhooks", "Check what Help Lightning's webhooks send",
        "hl webhooks verify --body body.json --signature \"$SIGNATURE\" --secret-file secret.txt")
    {
        WebhookVerifyCommand.Build(host),
    };
}
