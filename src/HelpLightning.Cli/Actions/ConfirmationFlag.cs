using System.CommandLine;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Terminal;

namespace HelpLightning.Cli.Actions;

/// <summary>
/// <c>--yes</c>: what cannot be undone, such as mail to people, is asked about first. Where nobody can be asked the flag is
/// required, so that a script says what it means.
/// </summary>
internal sealed class ConfirmationFlag(Host host)
{
    private readonly Option<bool> _yes = new("--yes", "-y") { Description = "Do not ask first" };

    public void AddTo(Command command) => command.Add(_yes);

    public void Require(ParseResult parsed, string question)
    {
        if (parsed.GetValue(_yes))
        {
            return;
        }

        if (!host.Screen.CanAsk)
        {
            throw CommandException.Usage($"{question} Nobody can be asked here: add --yes, or look first with --dry-run.");
        }

        host.Screen.Error.Write($"{Printable.Of(question)} [y/N] ");
        if (host.Input.ReadLine()?.Trim().ToUpperInvariant() is not ("Y" or "YES"))
        {
            throw new CommandException(ExitCode.Refused, "Nothing was sent.");
        }
    }
}
