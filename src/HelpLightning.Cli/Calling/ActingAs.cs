using System.CommandLine;

namespace HelpLightning.Cli.Calling;

/// <summary>Whose token a command's call carries.</summary>
internal sealed class ActingAs
{
    /// <summary>The site's, or a workspace's when one is named.</summary>
    public static readonly ActingAs Site = new();

    /// <summary>A person's: the command wants <c>--as</c>.</summary>
    public static readonly ActingAs Person = new() { TakesPerson = true, WantsPerson = true };

    /// <summary>A person's when <c>--as</c> names one, else the site's.</summary>
    public static readonly ActingAs SiteOrPerson = new() { TakesPerson = true };

    private ActingAs()
    {
    }

    /// <summary>Has the command <c>--as</c>?</summary>
    public bool TakesPerson { get; private init; }

    /// <summary>Must <c>--as</c> be given?</summary>
    public bool WantsPerson { get; private init; }

    /// <summary>
    /// From the command line to the command, without <c>hl</c> and its flags, that prints the token of what a person opened;
    /// else null.
    /// </summary>
    public Func<ParseResult, string>? OpenedToken { get; private init; }

    /// <summary>That of a help thread or session which a person opened.</summary>
    /// <param name="token">The command that prints it, such as <c>threads token 12</c>.</param>
    public static ActingAs Opened(Func<ParseResult, string> token) => new() { TakesPerson = true, WantsPerson = true, OpenedToken = token };
}
