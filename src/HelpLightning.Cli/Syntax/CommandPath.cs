using System.CommandLine;

namespace HelpLightning.Cli.Syntax;

/// <summary>Where a command stands below <c>hl</c>.</summary>
internal static class CommandPath
{
    /// <summary>From the parent up to the root.</summary>
    public static IEnumerable<Command> Ancestors(Command command)
    {
        for (Command? c = Parent(command); c is not null; c = Parent(c))
        {
            yield return c;
        }
    }

    /// <summary>As it is typed: <c>hl token verify</c>.</summary>
    public static string Of(Command command)
    {
        IEnumerable<string> names = Ancestors(command).Prepend(command).Select(static c => c is RootCommand ? "hl" : c.Name);
        return string.Join(' ', names.Reverse());
    }

    private static Command? Parent(Command command) => command.Parents.OfType<Command>().FirstOrDefault();
}
