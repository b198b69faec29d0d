using System.CommandLine;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Syntax;

namespace HelpLightning.Cli.Commands;

/// <summary><c>hl webhooks</c>.</summary>
internal static class WebhookCommands
{
    public static Command Build(Host host) => new HlCommand("webhooks", "Take the events of Help Lightning's webhooks, and check them",
        "hl webhooks listen --secret-file secret.txt",
        "hl webhooks verify --body body.json --signature \"$SIGNATURE\" --secret-file secret.txt")
    {
        WebhookListenCommand.Build(host), WebhookVerifyCommand.Build(host), InboxCommands.Build(host),
    };
}
