using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Terminal;
using HelpLightning.PartnerKeys;

namespace HelpLightning.Cli.Output;

/// <summary>A token for people to copy: framed, with its site and its end.</summary>
internal static class TokenFrame
{
    public static void Write(Screen screen, PartnerToken token, TimeSpan lifetime)
    {
        string title = $" partner token · site {token.SiteId} · {lifetime.TotalSeconds:0} s, until {token.ExpiresAt:HH:mm:ss} UTC ";
        int width = Math.Min(screen.Width, 80);
        bool colored = screen.OutHasColor;
        screen.Out.WriteLine(Ansi.Paint("──" + title.PadRight(width - 2, '─'), Ansi.Dim, colored));
        screen.Out.WriteLine(token.Reveal());
        screen.Out.WriteLine(Ansi.Paint(new string('─', width), Ansi.Dim, colored));
    }
}
