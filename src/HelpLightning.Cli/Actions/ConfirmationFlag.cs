using System.CommandLine;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Terminal;

namespace HelpLightning.Cli.Actions;

/// <summary>
/// <c>--yes</c>: what cannot be undone, such as mail to people, is asked about first. Where nobody can be asked the flag is
/// required, so that a script says what it means.
/// </summary>
/// <param name="host">Who is asked.</param>
/// <param name="otherwise">What is said after a no.</param>
/// <param name="look">How to look first; null for a dry run.</param>
internal sealed class ConfirmationFlag(Host host, string otherwise = "Nothing was sent.", string? look = null)
{
    private readonly Option<bool> _yes = new("--yes", "-y") { Description = "Do not ask first" };

    public void AddTo(Command command) => command.Add(_yes);

    /// <summary>Is nobody asked?</summary>
    public bool IsGiven(ParseResult parsed) => parsed.GetValue(_yes);

    public void Require(ParseResult parsed, string question)
    {
        if (IsGiven(parsed))
        {
            return;
        }

        if (!host.Screen.CanAsk)
        {
            throw CommandException.Usage($"{question} Nobody can be asked here: add --yes, or look first with {look ?? "--dry-run"}.");
        }

        host.Screen.Error.Write($"{Printable.Of(question)} [y/N] ");
        if (host.Input.ReadLine()?.Trim().ToUpperInvariant() is not ("Y" or "YES"))
        {
            throw new CommandException(ExitCode.Refused, otherwise);
        }
    }
}
