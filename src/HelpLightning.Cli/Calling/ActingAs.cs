namespace HelpLightning.Cli.Calling;

/// <summary>Whose token a command's call carries.</summary>
internal enum ActingAs
{
    /// <summary>The site's, or a workspace's when one is named.</summary>
    Site,

    /// <summary>A person's: the command wants <c>--as</c>.</summary>
    Person,

    /// <summary>That of a help thread or session which a person opened.</summary>
    Opened,
}
