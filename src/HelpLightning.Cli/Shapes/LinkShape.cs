using HelpLightning.Cli.Output;
using HelpLightning.Client;

namespace HelpLightning.Cli.Shapes;

/// <summary>How links are printed.</summary>
internal static class LinkShape
{
    public static readonly RowShape<CallLink> Full = new("links",
        new("link", static l => l.Link.OriginalString, InTable: true, IsKey: true),
        new("long_link", static l => l.LongLink?.OriginalString));
}
