using HelpLightning.Cli.Exit;

namespace HelpLightning.Cli.Filters;

/// <summary>Names of tags as <c>--tag</c> gives them.</summary>
internal static class TagNames
{
    /// <summary>Refuses what the API could not be asked for: in its lists of names a comma ends a name.</summary>
    public static void RequireNoComma(string[] tags)
    {
        if (tags.Any(static t => t.Contains(',', StringComparison.Ordinal)))
        {
            throw CommandException.Usage(
                "--tag wants a name without a comma, which the API takes for the end of it. Choose with --since instead.");
        }
    }
}
