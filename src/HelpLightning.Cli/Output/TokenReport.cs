using System.Globalization;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Terminal;
using HelpLightning.PartnerKeys;

namespace HelpLightning.Cli.Output;

/// <summary>What is inside a token, with its times in words, under a plain warning.</summary>
internal static class TokenReport
{
    public static void Write(Host host, UnverifiedToken token)
    {
        bool colored = host.Screen.OutHasColor;
        TextWriter writer = host.Screen.Out;
        writer.WriteLine(Ansi.Paint("NOT VERIFIED", Ansi.Bold + Ansi.Yellow, colored)
            + ": nobody checked who signed this. To check: hl token verify");
        writer.WriteLine();
        writer.WriteLine(Ansi.Paint("Header", Ansi.Bold, colored));
        writer.WriteLine(JsonText.Indent(token.Header));
        writer.WriteLine();
        writer.WriteLine(Ansi.Paint("Claims", Ansi.Bold, colored));
        writer.WriteLine(JsonText.Indent(token.Claims));
        writer.WriteLine();
        List<(string, string)> facts = [("Life", token.LifeInWords(host.Clock.GetUtcNow()))];
        Add(facts, "Expires", token.ExpiresAt);
        Add(facts, "Issued", token.IssuedAt);
        Add(facts, "Not before", token.NotBefore);
        facts.Add(("Signature", token.SignatureLength == 0 ? "none" : $"{token.SignatureLength} bytes, not verified"));
        Facts.Write(writer, colored, [.. facts]);
    }

    private static void Add(List<(string, string)> facts, string name, DateTimeOffset? instant)
    {
        if (instant is { } known)
        {
            facts.Add((name, known.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture)));
        }
    }
}
