using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.LocalSandbox;
using HelpLightning.Cli.Output;
using HelpLightning.Cli.Settings;
using HelpLightning.Cli.Shapes;
using HelpLightning.Cli.Syntax;

namespace HelpLightning.Cli.Commands;

/// <summary><c>hl sandbox webhook</c>: where a sandbox that runs posts its events.</summary>
internal static class SandboxWebhookCommands
{
    public static HlCommand Build(Host host) => new("webhook", "Webhooks of a running sandbox: add, list, remove",
        "hl sandbox webhook add http://127.0.0.1:9000 --secret-file secret.txt",
        "hl sandbox webhook list",
        "hl sandbox webhook remove 1")
    {
        Add(host), List(host), Remove(host),
    };

    private static HlCommand Add(Host host)
    {
        Argument<string> url = new("URL") { Description = "The receiver: https, or http on this machine" };
        Option<string> type = new("--type")
        {
            HelpName = "TYPE",
            Description = "call or session: the events it gets",
            DefaultValueFactory = _ => SandboxStory.CallType,
        };
        type.CompletionSources.Add(SandboxStory.CallType, SandboxStory.SessionType);
        Option<string?> secretFile = new("--secret-file")
        {
            HelpName = "FILE",
            Description = $"A file whose first line signs what is posted; - reads standard input [env: {Variables.SandboxWebhookSecret}]",
        };
        Option<long?> workspace = new("--workspace") { HelpName = "ID", Description = "Of this workspace, instead of the site" };
        return Attach(
            new HlCommand("add", "Have a running sandbox post its events to an address; one that it has gets the new secret",
                "hl sandbox webhook add http://127.0.0.1:9000 --secret-file secret.txt",
                "hl sandbox webhook add http://127.0.0.1:9000 --type session")
            {
                url, type, secretFile, workspace,
            },
            host, isOne: true,
            async (parsed, sandbox, cancellation) =>
            {
                string? secret = SigningSecret.Read(host, parsed.GetValue(secretFile), secretFile.Name);
                JsonElement added = await sandbox.PostAsync(
                    "webhooks",
                    body =>
                    {
                        body.WriteString("url"u8, parsed.GetRequiredValue(url));
                        body.WriteString("event_type"u8, parsed.GetValue(type));
                        if (secret is not null)
                        {
                            body.WriteString("secret"u8, secret);
                        }

                        if (parsed.GetValue(workspace) is { } inside)
                        {
                            body.WriteNumber("workspace"u8, inside);
                        }
                    },
                    cancellation);
                return [added];
            });
    }

    private static HlCommand List(Host host) => Attach(
        new HlCommand("list", "List the webhooks of a running sandbox, with what is still owed to each",
            "hl sandbox webhook list"),
        host, isOne: false,
        static async (_, sandbox, cancellation) =>
            (await sandbox.GetAsync("webhooks", cancellation)).GetProperty("webhooks").EnumerateArray());

    private static HlCommand Remove(Host host)
    {
        Argument<long> id = new("ID") { Description = "Its number, as hl sandbox webhook list shows it" };
        HlCommand command = new("remove", "Have a running sandbox post no more to an address", "hl sandbox webhook remove 1") { id };
        SandboxAddressFlags address = new(host);
        address.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using SandboxControl sandbox = await address.OpenAsync(parsed, cancellation);
            string number = parsed.GetValue(id).ToString(CultureInfo.InvariantCulture);
            await sandbox.DeleteAsync($"webhooks/{number}", cancellation);
            host.Screen.Note($"Webhook {number} is removed.");
            return ExitCode.Done;
        });
        return command;
    }

    private static HlCommand Attach(
        HlCommand command, Host host, bool isOne,
        Func<ParseResult, SandboxControl, CancellationToken, Task<IEnumerable<JsonElement>>> call)
    {
        SandboxAddressFlags address = new(host);
        OutputFlags<JsonElement> output = new(host, SandboxShape.Webhook, address.Settings);
        output.AddTo(command);
        address.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using RowPrinter<JsonElement> printer = output.Open(parsed, isOne);
            using SandboxControl sandbox = await address.OpenAsync(parsed, cancellation);
            printer.PrintAll(await call(parsed, sandbox, cancellation));
            return ExitCode.Done;
        });
        return command;
    }
}
