using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Settings;
using HelpLightning.Webhooks;

namespace HelpLightning.Cli.Webhooks;

/// <summary>
/// Where the secrets of webhooks come from: files, else a variable. None may stand in the command, which every user of the machine can
/// read in the list of processes.
/// </summary>
internal sealed class SecretFlags(Host host)
{
    private readonly Option<string[]> _files = new("--secret-file")
    {
        HelpName = "FILE",
        Description = $"A file with a webhook's secret on each line; may be given several times [env: {Variables.WebhookSecret}]",
    };

    public void AddTo(Command command) => command.Add(_files);

    /// <summary>
    /// Those that are in force while a command runs: files are read again when they change. None with <c>--unsigned</c>.
    /// </summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="unsigned">The option by which somebody says that there is none.</param>
    public IWebhookSecrets Follow(ParseResult parsed, Option<bool> unsigned)
    {
        string[] files = parsed.GetValue(_files) ?? [];
        WebhookSecret? variable = files.Length == 0 ? FromVariable() : null;
        bool isUnsigned = parsed.GetValue(unsigned);
        if (isUnsigned && (files.Length > 0 || variable is not null))
        {
            throw CommandException.Usage(
                $"{unsigned.Name} is there beside a secret ({(files.Length > 0 ? _files.Name : Variables.WebhookSecret)}), "
                + "which would be worth nothing then: take one of them away.");
        }

        return files.Length > 0 ? Open(files)
            : variable is not null || isUnsigned ? new FixedWebhookSecrets(variable is null ? [] : [variable])
            : throw CommandException.Configuration($"{NoSecret} Where the webhook has none, say so: {unsigned.Name}.");
    }

    /// <summary>For people; null when there is none.</summary>
    public string? Describe(ParseResult parsed) => parsed.GetValue(_files) is { Length: > 0 } files ? string.Join(", ", files)
        : FromVariable() is not null ? Variables.WebhookSecret
        : null;

    /// <summary>All that there are.</summary>
    public IReadOnlyList<KnownSecret> Read(ParseResult parsed)
    {
        string[] files = parsed.GetValue(_files) ?? [];
        if (files.Length > 0)
        {
            return [.. files.SelectMany(OfFile)];
        }

        return FromVariable() is { } secret
            ? [new KnownSecret(secret, Variables.WebhookSecret)]
            : throw CommandException.Configuration(NoSecret);
    }

    private string NoSecret => $"There is no secret to check with. Write the webhook's into a file and give {_files.Name} FILE, "
        + $"or set {Variables.WebhookSecret}. It is what was typed into Help Lightning's Developer tab.";

    /// <summary>White space counts, as it does in the Developer tab; but a variable of nothing else is none.</summary>
    private WebhookSecret? FromVariable() =>
        host.Variable(Variables.WebhookSecret) is { } text && !string.IsNullOrWhiteSpace(text)
            ? WebhookSecret.FromText(text, Variables.WebhookSecret)
            : null;

    private IEnumerable<KnownSecret> OfFile(string file)
    {
        ImmutableArray<WebhookSecret> secrets = Open([file]).Current;
        return secrets.Select((secret, i) => new KnownSecret(
            secret,
            secrets.Length == 1 ? file : string.Create(CultureInfo.InvariantCulture, $"{file} ({i + 1} of {secrets.Length})")));
    }

    private WebhookSecretFiles Open(IEnumerable<string> files)
    {
        try
        {
            return new WebhookSecretFiles(files.Select(host.PathTo), host.Clock);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The name is not repeated: people put the secret itself there.
            throw CommandException.Configuration(
                $"A file that {_files.Name} names cannot be read. It wants the name of a file with the secret of a webhook on each line.");
        }
        catch (InvalidDataException e)
        {
            throw CommandException.Configuration(e.Message);
        }
    }
}
