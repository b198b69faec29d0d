using System.CommandLine;
using System.Text.Json;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.LocalSandbox;
using HelpLightning.Cli.Output;
using HelpLightning.Cli.Shapes;
using HelpLightning.Cli.Syntax;
using HelpLightning.PartnerKeys;

namespace HelpLightning.Cli.Commands;

/// <summary><c>hl sandbox upload-key</c>: gives a running sandbox a public half, as an administrator does in the Developer tab.</summary>
internal static class SandboxKeyCommand
{
    public static HlCommand Build(Host host)
    {
        Argument<string> file = new("FILE") { Description = "The public half, as hl key public writes it" };
        Option<long?> workspace = new("--workspace") { HelpName = "ID", Description = "Of this workspace, instead of the site" };
        SandboxAddressFlags address = new(host);
        OutputFlags<JsonElement> output = new(host, SandboxShape.PartnerKey, address.Settings);
        HlCommand command = new(
            "upload-key", "Make a key the active one of a running sandbox, as the Developer tab does. The old one dies at once",
            "hl sandbox upload-key pub.pem")
        {
            file, workspace,
        };
        output.AddTo(command);
        address.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            PartnerPublicKey key = PartnerPublicKey.FromFile(host.PathTo(parsed.GetRequiredValue(file)));
            using RowPrinter<JsonElement> printer = output.Open(parsed, isOne: true);
            using SandboxControl sandbox = await address.OpenAsync(parsed, cancellation);
            printer.PrintOnly(await sandbox.PostAsync(
                "keys",
                body =>
                {
                    body.WriteString("public_key"u8, key.ToPem());
                    if (parsed.GetValue(workspace) is { } inside)
                    {
                        body.WriteNumber("workspace"u8, inside);
                    }
                },
                cancellation));
            return ExitCode.Done;
        });
        return command;
    }
}
