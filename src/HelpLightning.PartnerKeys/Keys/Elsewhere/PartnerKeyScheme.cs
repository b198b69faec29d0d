using System.Diagnostics.CodeAnalysis;

namespace HelpLightning.PartnerKeys;

/// <summary>
/// Opens keys that lie elsewhere: in hardware, behind OpenSSL, wherever a URI leads. What is written where a key file belongs,
/// and begins with <see cref="Name"/> and a colon, is opened by it: <c>pkcs11:token=hl;object=partner</c>.
/// </summary>
/// <remarks>Safe to share between threads.</remarks>
public abstract class PartnerKeyScheme
{
    /// <summary>
    /// What needs nothing but this package: <c>openssl-provider:</c> and <c>openssl-engine:</c>, where OpenSSL is the platform's.
    /// </summary>
    public static IReadOnlyList<PartnerKeyScheme> BuiltIn { get; } = [OpenSslKeyScheme.Provider, OpenSslKeyScheme.Engine];

    /// <summary>The scheme without its colon, in lower case: <c>pkcs11</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Opens a key, once; disposing it closes what was opened for it.</summary>
    /// <param name="uri">The whole of it, with its scheme. It may lead to a PIN, so it is not repeated in an error without that.</param>
    /// <exception cref="PartnerKeyException">It leads to no key that can sign.</exception>
    public abstract PartnerSigningKey Open(string uri);

    /// <summary>
    /// The same URI as it may be shown: without what is secret in it. By default all that follows the scheme is left out.
    /// </summary>
    public virtual string Show(string uri) => $"{Name}:...";

    /// <summary>Finds what opens a text that stands where a key file belongs.</summary>
    /// <param name="schemes">Those that there are.</param>
    /// <param name="text">A URI, or the path of a file. A file whose name begins like a URI is given as <c>./pkcs11:name</c>.</param>
    /// <param name="scheme">Null for a file.</param>
    public static bool TryFind(
        IEnumerable<PartnerKeyScheme> schemes, [NotNullWhen(true)] string? text, [NotNullWhen(true)] out PartnerKeyScheme? scheme)
    {
        ArgumentNullException.ThrowIfNull(schemes);

        // Of two of one name the later: the application's own before the one that came with the package.
        scheme = text is null ? null : schemes.LastOrDefault(one => one.Matches(text));
        return scheme is not null;
    }

    /// <summary>RFC 3986 section 3.1: a scheme's case does not count.</summary>
    private bool Matches(string text) =>
        text.Length > Name.Length && text[Name.Length] == ':' && text.StartsWith(Name, StringComparison.OrdinalIgnoreCase);
}
