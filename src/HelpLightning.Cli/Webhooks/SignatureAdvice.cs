using System.Globalization;
using HelpLightning.Webhooks;

namespace HelpLightning.Cli.Webhooks;

/// <summary>
/// Why a signature is not valid, and what to look at. What happens to bodies and signatures on their way is undone and tried, so that the
/// reason is known and not guessed.
/// </summary>
internal static class SignatureAdvice
{
    private const string Prefix = "sha256=";
    private const int Digits = 64;

    /// <returns>What goes on after "The signature is not valid:".</returns>
    public static string Of(SignatureCheck check, byte[] body, string signature)
    {
        string? fault = FaultOf(signature);
        string mended = fault is null ? signature : Mended(signature) ?? "";
        if (fault is not null && check.Verify(body, mended, out KnownSecret? by) == WebhookSignatureResult.Valid)
        {
            return $"{fault} Put right, it is valid, by the secret of {by}.";
        }

        foreach ((string happened, byte[] before) in BodyVariants.Of(body))
        {
            if (check.Verify(before, mended, out by) == WebhookSignatureResult.Valid)
            {
                return $"{(fault is null ? "" : fault + " And ")}{happened} With that undone it is valid, by the secret of {by}.";
            }
        }

        return fault ?? Otherwise(check, body);
    }

    private static string Otherwise(SignatureCheck check, byte[] body)
    {
        string tried = check.Secrets.Count == 1
            ? $"another secret than that of {check.Secrets[0]}"
            : string.Create(CultureInfo.InvariantCulture, $"none of the {check.Secrets.Count} secrets that were tried");
        string laidOut = BodyVariants.IsLaidOut(body)
            ? "The body has white space between its members, so it may have been written anew: check the bytes as they came. "
            : "";
        return $"it is that of another body, or made with {tried}. {laidOut}"
            + "Each webhook, for each workspace and event type, has a secret of its own, which is taken with its white space.";
    }

    /// <summary>What is wrong with how it is written; null when nothing is.</summary>
    private static string? FaultOf(string signature)
    {
        if (signature == Mended(signature))
        {
            return null;
        }

        if (signature.Contains(WebhookSignature.HeaderName, StringComparison.OrdinalIgnoreCase))
        {
            return "it begins with the name of its header, and only what follows the colon is wanted.";
        }

        if (signature.AsSpan().Trim().Length < signature.Length)
        {
            return "it has white space around it.";
        }

        if (IsHex(signature) && signature.Length == Digits)
        {
            return $"it lacks the {Prefix} before its digits.";
        }

        if (!signature.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return $"it does not begin with {Prefix}, as Help Lightning's do. Is it that of another header?";
        }

        string digits = signature[Prefix.Length..];
        return !IsHex(digits) ? $"it has something else than hex digits after {Prefix}."
            : digits.Length != Digits ? string.Create(
                CultureInfo.InvariantCulture, $"it has {digits.Length} hex digits, not {Digits}. Was it cut off?")
            : "it is written in capital letters, and Help Lightning writes small ones.";
    }

    /// <summary>The same as Help Lightning would write it; null when too much of it is missing.</summary>
    private static string? Mended(string signature)
    {
        string text = signature[(signature.LastIndexOf(':') + 1)..].Trim();
        string digits = text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? text[Prefix.Length..] : text;
        return digits.Length == Digits && IsHex(digits) ? Prefix + digits.ToLowerInvariant() : null;
    }

    private static bool IsHex(string text) => text.Length > 0 && text.All(char.IsAsciiHexDigit);
}
