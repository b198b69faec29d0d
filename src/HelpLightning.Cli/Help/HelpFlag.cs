using System.CommandLine;

namespace HelpLightning.Cli.Help;

/// <summary>
/// <c>--help</c>, on every command. The library's own option has more names, of another system's habits, which would stand in every
/// completion.
/// </summary>
internal sealed class HelpFlag : Option<bool>
{
    public HelpFlag(HelpScreen screen)
        : base("--help", "-h")
    {
        Description = "Show this help";
        Arity = ArgumentArity.Zero;
        Recursive = true;
        Action = screen;
    }
}
