using System.Buffers;
using System.Collections.Immutable;

namespace HelpLightning.Proxy;

/// <summary>As whom requests are made: as one person always, or as whom a caller's header names, if that is allowed. Immutable.</summary>
public sealed class ActAsPolicy
{
    /// <summary>An address has at most 254 characters (RFC 5321); this is also the most of a pattern.</summary>
    private const int Longest = 254;

    // Of RFC 5322's atoms what addresses have: no quotes, spaces and commas, by which one header names somebody else to its next reader,
    // and none of what once led to other hosts (user%host@gateway, host!user@gateway).
    private const string InLocalPart = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.#$&'+-=^_`{|}~";

    private static readonly SearchValues<char> LocalCharacters = SearchValues.Create(InLocalPart);
    private static readonly SearchValues<char> LocalPatternCharacters = SearchValues.Create(InLocalPart + "*");

    private static readonly SearchValues<char> DomainCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-");

    private static readonly SearchValues<char> DomainPatternCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-*");

    /// <summary>Nobody in particular, and no header may name anybody: the default.</summary>
    public static ActAsPolicy Nobody { get; } = new();

    /// <summary>The address or user id of whom everything is done as; null for none.</summary>
    /// <exception cref="ProxyPolicyException">It is neither.</exception>
    public string? User
    {
        get;
        init => field = value is null || IsUser(value)
            ? value
            : throw new ProxyPolicyException(
                $"'{PathReadings.Shown(value)}' is no person to act as.", "Write one e-mail address, or a user id, which is digits only.");
    }

    /// <summary>
    /// Whom a header may name: addresses, in which <c>*</c> is any run of characters (<c>*@example.com</c>), user ids, or <c>*</c> for
    /// everybody. Case does not matter. User ids are matched by themselves or by <c>*</c> alone. At most 1,000.
    /// </summary>
    /// <exception cref="ProxyPolicyException">One is none of these, or there are more.</exception>
    public ImmutableArray<string> Allowed
    {
        get;
        init
        {
            field = value.IsDefault ? [] : value;
            if (field.Length > ProxyPolicy.MostRules)
            {
                throw new ProxyPolicyException(
                    $"{field.Length} patterns of whom to act as are more than {ProxyPolicy.MostRules}.", "Join some with *.");
            }

            foreach (string pattern in field)
            {
                Check(pattern);
            }
        }
    } = [];

    /// <summary>As whom is a request made whose header names somebody?</summary>
    /// <param name="asked">The header's value; null when there is none. Several values, with a comma between, are refused.</param>
    public ActAsVerdict Judge(string? asked)
    {
        if (asked is null)
        {
            return new ActAsVerdict(User, null);
        }

        if (!IsUser(asked))
        {
            return Refused("The header that says as whom to act wants to name one e-mail address, or a user id, which is digits only.");
        }

        if (User is not null)
        {
            return asked.Equals(User, StringComparison.OrdinalIgnoreCase)
                ? new ActAsVerdict(User, null)
                : Refused("This proxy always acts as one person, and the header names another. Leave the header out.");
        }

        bool isId = IsId(asked);
        foreach (string pattern in Allowed)
        {
            if (pattern == "*" || (isId ? pattern == asked : Wildcard.Matches(pattern, asked, ignoreCase: true)))
            {
                return new ActAsVerdict(asked, null);
            }
        }

        return Refused(Allowed.IsEmpty
            ? "This proxy lets no caller choose as whom to act. Leave the header out, or ask who runs the proxy."
            : "This proxy does not let callers act as the person whom the header names; who runs it can allow it.");
    }

    private static ActAsVerdict Refused(string why) => new(null, why);

    private static void Check(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        if (pattern == "*" || IsId(pattern) || IsAddress(pattern, LocalPatternCharacters, DomainPatternCharacters))
        {
            return;
        }

        throw new ProxyPolicyException(
            $"'{PathReadings.Shown(pattern)}' is no pattern for people to act as.",
            "Write an e-mail address such as ann@example.com or *@example.com, a user id, which is digits only, or * for everybody.");
    }

    private static bool IsUser(string text) => IsId(text) || IsAddress(text, LocalCharacters, DomainCharacters);

    private static bool IsId(string text) => text.Length is > 0 and <= 19 && !text.AsSpan().ContainsAnyExceptInRange('0', '9');

    private static bool IsAddress(string text, SearchValues<char> inLocalPart, SearchValues<char> inDomain)
    {
        int at = text.IndexOf('@', StringComparison.Ordinal);
        return at > 0 && at < text.Length - 1 && text.Length <= Longest
            && !text.AsSpan(0, at).ContainsAnyExcept(inLocalPart)
            && !text.AsSpan(at + 1).ContainsAnyExcept(inDomain);
    }
}
