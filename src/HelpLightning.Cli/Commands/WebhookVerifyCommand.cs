using System.CommandLine;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Output;
using HelpLightning.Cli.Settings;
using HelpLightning.Cli.Shapes;
using HelpLightning.Cli.Syntax;
using HelpLightning.Cli.Webhooks;
using HelpLightning.Webhooks;

namespace HelpLightning.Cli.Commands;

/// <summary><c>hl webhooks verify</c>: is this body what the holder of the secret signed, and if not, what happened to it.</summary>
internal static class WebhookVerifyCommand
{
    private const string StandardInput = "-";

    /// <summary>Events are a thousandth of it; what is larger is another file.</summary>
    private const int Largest = 16 * 1024 * 1024;

    public static HlCommand Build(Host host)
    {
        SecretFlags secrets = new(host);
        SettingSource settings = new(host);
        OutputFlags<VerifiedBody> output = new(host, VerifiedBodyShape.Full, settings);
        Option<string?> body = new("--body")
        {
            HelpName = "FILE",
            Description = "The body as it came, byte by byte [default: standard input]",
        };
        Option<string> signature = new("--signature")
        {
            HelpName = "SIGNATURE",
            Description = $"The value of the header {WebhookSignature.HeaderName}: sha256= and 64 hex digits",
            Required = true,
        };
        HlCommand command = new("verify", "Check the signature of a webhook's body: exit 0 valid, 4 not valid, with the reason",
            "hl webhooks verify --body body.json --signature sha256=7d38... --secret-file secret.txt",
            "curl -s https://example.com/last-body | hl webhooks verify --signature \"$SIGNATURE\" -o json",
            "hl webhooks verify --body b.json --signature \"$S\" --secret-file north.txt --secret-file south.txt")
        {
            body, signature,
        };
        secrets.AddTo(command);
        output.AddTo(command);
        command.Add(settings.Profile);
        command.SetAction(parsed =>
        {
            using RowPrinter<VerifiedBody> printer = output.Open(parsed, isOne: true);
            SignatureCheck check = new(secrets.Read(parsed));
            byte[] bytes = ReadBody(host, parsed.GetValue(body));
            string given = parsed.GetRequiredValue(signature);
            if (check.Verify(bytes, given, out KnownSecret? signedBy) != WebhookSignatureResult.Valid)
            {
                throw new CommandException(
                    ExitCode.NotAuthenticated, $"The signature is not valid: {SignatureAdvice.Of(check, bytes, given)}");
            }

            if (!EventSummary.TryRead(bytes, out EventSummary summary))
            {
                host.Screen.Warn("The body is no JSON object, so it is no event, although the holder of the secret has signed it.");
            }

            printer.PrintOnly(new VerifiedBody(signedBy!, bytes.Length, summary));
            return ExitCode.Done;
        });
        return command;
    }

    private static byte[] ReadBody(Host host, string? path)
    {
        bool isInput = path is null or StandardInput;
        if (isInput && host.InputIsTerminal)
        {
            host.Screen.Note("Waiting for the body on standard input; --body FILE reads a file.");
        }

        try
        {
            using Stream stream = isInput ? host.OpenInput() : File.OpenRead(host.PathTo(path!));
            using MemoryStream whole = new();
            byte[] buffer = new byte[64 * 1024];
            for (int read; (read = stream.Read(buffer)) > 0;)
            {
                whole.Write(buffer.AsSpan(0, read));
                if (whole.Length > Largest)
                {
                    throw CommandException.Usage("The body is larger than 16 MiB, which no webhook's is: is it another file?");
                }
            }

            return whole.ToArray();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CommandException.Configuration(
                $"{(isInput ? "Standard input" : $"The body '{path}'")} cannot be read: check its name and that you may read it.");
        }
    }
}
