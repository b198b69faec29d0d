using System.CommandLine;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Settings;
using HelpLightning.Sandbox;

namespace HelpLightning.Cli.LocalSandbox;

/// <summary>
/// The webhooks of <c>hl sandbox</c>. Every user of the machine can read an option's value in the list of processes, so a
/// secret that matters comes from a file or the environment; one that was made up for a test may stand in the command.
/// </summary>
internal sealed class WebhookFlags
{
    private readonly Option<string[]> _urls = new("--webhook")
    {
        HelpName = "URL",
        Description = "Post events to this receiver: https, or http on this machine; may be given several times",
    };

    private readonly Option<string> _type = new("--webhook-type")
    {
        HelpName = "TYPE",
        Description = "call or session: the events that every --webhook gets",
        DefaultValueFactory = _ => "call",
    };

    private readonly Option<string?> _secret = new("--webhook-secret")
    {
        HelpName = "SECRET",
        Description = "Signs what is posted; for made-up secrets, because others on this machine can see it",
    };

    private readonly Option<string?> _secretFile = new("--webhook-secret-file")
    {
        HelpName = "FILE",
        Description = $"A file whose first line signs what is posted; - reads standard input [env: {Variables.SandboxWebhookSecret}]",
    };

    private readonly Option<bool> _workspaces = new("--webhook-workspaces")
    {
        Description = "Send the events of the workspaces too; otherwise those of the site alone, "
            + "as Help Lightning sets webhooks up for each workspace",
    };


    private readonly Host _host;

    public WebhookFlags(Host host)
    {
        _host = host;
        _type.CompletionSources.Add("call", "session");
    }

    public void AddTo(Command command)
    {
        command.Add(_urls);
        command.Add(_type);
        command.Add(_secret);
        command.Add(_secretFile);
        command.Add(_workspaces);
    }

    public bool HearWorkspaces(ParseResult parsed) => parsed.GetValue(_workspaces);

    public IReadOnlyList<SandboxWebhook> Read(ParseResult parsed)
    {
        string[] urls = parsed.GetValue(_urls) ?? [];
        if (urls.Length == 0)
        {
            return parsed.GetValue(_secretFile) is null && parsed.GetValue(_secret) is null
                ? []
                : throw CommandException.Usage("A secret for webhooks is there without the --webhook that it is for.");
        }

        SandboxEventType type = parsed.GetValue(_type) switch
        {
            "call" => SandboxEventType.Call,
            "session" => SandboxEventType.Session,
            _ => throw CommandException.Usage("--webhook-type wants call or session."),
        };
        string? secret = Secret(parsed);
        return [.. urls.Select(url => new SandboxWebhook { PayloadUrl = Address(url), EventType = type, Secret = secret })];
    }

    private static Uri Address(string url) => Uri.TryCreate(url, UriKind.Absolute, out Uri? address)
        ? address
        : throw CommandException.Usage("--webhook wants a whole address, such as https://example.com/hook or http://127.0.0.1:9000/hook.");

    private string? Secret(ParseResult parsed)
    {
        if (parsed.GetValue(_secret) is { } given)
        {
            return parsed.GetValue(_secretFile) is not null
                ? throw CommandException.Usage("--webhook-secret and --webhook-secret-file are two ways to say one thing: keep one.")
                : given;
        }

        return SigningSecret.Read(_host, parsed.GetValue(_secretFile), _secretFile.Name);
    }
}
