using System.CommandLine;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Output;
using HelpLightning.Cli.Settings;
using HelpLightning.Cli.Syntax;
using HelpLightning.PartnerKeys;

namespace HelpLightning.Cli.Commands;

/// <summary><c>hl token</c>: sign one; look inside one; check one.</summary>
internal static class TokenCommands
{
    public static Command Build(Host host)
    {
        KeyOptions keys = new(host);
        Option<string> lifetime = new("--lifetime")
        {
            HelpName = "TIME",
            Description = "How long it is valid: 1s to 24h. Short is safe: a token cannot be revoked",
            DefaultValueFactory = _ => "60s",
        };
        HlCommand command = new("token", "Sign a partner token (or inspect or verify one)",
            "hl token --key-file HelpLightningKey.pem --site-id 54344",
            "curl -H \"Authorization: $(hl token)\" "
            + "-H \"x-helplightning-api-key: $HL_API_KEY\" \\\n       https://api.helplightning.net/api/v1r1/enterprise/users")
        {
            lifetime, Inspect(host), Verify(host),
        };
        keys.AddTo(command);
        command.SetAction(parsed =>
        {
            TimeSpan life = DurationParser.Parse(parsed.GetValue(lifetime)!, "--lifetime");
            if (life < TimeSpan.FromSeconds(1) || life > TimeSpan.FromHours(24))
            {
                throw CommandException.Usage("--lifetime is 1s to 24h; 60s is usual, because a token cannot be revoked.");
            }

            keys.GreetOnFirstRun(parsed);
            SiteId site = keys.Site(parsed);
            using PartnerSigningKey key = keys.Load(parsed);
            PartnerToken token = new PartnerTokenSigner(key, site,
                new PartnerTokenSignerOptions { Lifetime = life, TimeProvider = host.Clock }).Sign();
            if (host.Screen.OutIsTerminal)
            {
                TokenFrame.Write(host.Screen, token, life);
            }
            else
            {
                host.Screen.Out.WriteLine(token.Reveal());
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static HlCommand Inspect(Host host)
    {
        TextArgument token = TokenArgument();
        HlCommand command = new("inspect", "Look inside a token, without checking who signed it",
            "hl token inspect \"$(hl token)\"",
            "pbpaste | hl token inspect -")
        {
            token,
        };
        command.SetAction(parsed =>
        {
            string text = ReadToken(host, parsed.GetRequiredValue(token));
            if (!UnverifiedToken.TryRead(text, out UnverifiedToken? content, out string? problem))
            {
                throw new CommandException(ExitCode.NotAuthenticated, $"This is not a token: {problem}.");
            }

            TokenReport.Write(host, content);
            return ExitCode.Done;
        });
        return command;
    }

    private static HlCommand Verify(Host host)
    {
        KeyOptions keys = new(host);
        TextArgument token = TokenArgument();
        Option<string[]> publicKeys = new("--public-key-file")
        {
            HelpName = "FILE",
            Description = "The site's public key (PEM); may be given several times",
            Required = true,
        };
        Option<string> leeway = new("--leeway")
        {
            HelpName = "TIME",
            Description = "How long after its expiry a token still counts",
            DefaultValueFactory = _ => "0s",
        };
        HlCommand command = new("verify", "Check a token as Help Lightning does: exit 0 valid, 4 refused, with the reason",
            "hl token verify \"$(hl token)\" --public-key-file pub.pem --site-id 54344")
        {
            token, publicKeys, keys.SiteId, keys.Settings.Profile, leeway,
        };
        command.SetAction(parsed =>
        {
            TimeSpan tolerance = DurationParser.Parse(parsed.GetValue(leeway)!, "--leeway");
            if (tolerance > TimeSpan.FromHours(1))
            {
                throw CommandException.Usage("--leeway is 0s to 1h.");
            }

            SiteId site = keys.Site(parsed);
            IEnumerable<string> files = parsed.GetRequiredValue(publicKeys).Select(host.PathTo);
            PartnerPublicKey[] halves = [.. files.Select(PartnerPublicKey.FromFile)];
            PartnerTokenVerifier verifier = new(site, halves,
                new PartnerTokenVerifierOptions { ExpiryTolerance = tolerance, TimeProvider = host.Clock });
            PartnerTokenVerdict verdict = verifier.Verify(ReadToken(host, parsed.GetRequiredValue(token)).Trim());
            if (!verdict.IsValid)
            {
                throw new CommandException(ExitCode.NotAuthenticated, $"The token is refused: {verdict.Message}.");
            }

            host.Screen.Out.WriteLine(verdict.Message);
            return ExitCode.Done;
        });
        return command;
    }

    private static TextArgument TokenArgument() => new("TOKEN") { Description = "The token; - reads standard input" };

    /// <summary>Nothing is no token either, and is refused as one: a script that checks tokens looks for that answer.</summary>
    private sealed class TextArgument(string name) : Argument<string>(name), IMayBeEmpty;

    private static string ReadToken(Host host, string argument)
    {
        if (argument != "-")
        {
            return argument;
        }

        // No token has more than 8 KiB; a little more is read so that the verdict is "too large" and not "cut off".
        char[] buffer = new char[64 * 1024];
        using StreamReader input = new(host.OpenInput());
        return new string(buffer, 0, input.ReadBlock(buffer));
    }
}
