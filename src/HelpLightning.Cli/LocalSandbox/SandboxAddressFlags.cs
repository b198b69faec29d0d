using System.CommandLine;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Settings;

namespace HelpLightning.Cli.LocalSandbox;

/// <summary>Which running sandbox is meant: the one that the settings call, else the one where <c>hl sandbox</c> listens.</summary>
internal sealed class SandboxAddressFlags(Host host)
{
    public const string UsualAddress = "http://127.0.0.1:8025";

    private readonly ConnectionOption<string?> _url = new("--url")
    {
        HelpName = "URL",
        Description = $"The running sandbox's address [env: {Variables.ApiUrl}] [default: {UsualAddress}]",
    };

    public SettingSource Settings { get; } = new(host);

    public void AddTo(Command command)
    {
        command.Add(_url);
        command.Add(Settings.Profile);
    }

    /// <summary>Calls it; the caller disposes it.</summary>
    public Task<SandboxControl> OpenAsync(ParseResult parsed, CancellationToken cancellationToken) =>
        SandboxControl.OpenAsync(Address(parsed), _url.Name, cancellationToken);

    /// <summary>
    /// A sandbox listens on this machine alone, so no other machine is asked: settings may well name the real Help Lightning.
    /// </summary>
    private Uri Address(ParseResult parsed)
    {
        SettingValue? value = Settings.Find(parsed, Setting.ApiUrl, _url);
        if (value is null)
        {
            return new Uri(UsualAddress);
        }

        if (Uri.TryCreate(value.Text.Trim(), UriKind.Absolute, out Uri? address)
            && address.Scheme is "http" or "https" && address.IsLoopback)
        {
            return new Uri(address.GetLeftPart(UriPartial.Authority));
        }

        throw value.IsFromFlag
            ? CommandException.Usage($"{_url.Name} wants the address of a sandbox, which is on this machine: such as {UsualAddress}.")
            : CommandException.Configuration(
                $"The address of {value.Origin} is not on this machine, so it is no sandbox. "
                + $"Name the one that runs: {_url.Name} {UsualAddress}");
    }
}
