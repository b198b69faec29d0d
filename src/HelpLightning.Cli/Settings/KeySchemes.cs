using HelpLightning.PartnerKeys;
using HelpLightning.Pkcs11;

namespace HelpLightning.Cli.Settings;

/// <summary>The kinds of URIs that hl takes where a key file belongs.</summary>
internal static class KeySchemes
{
    public static IReadOnlyList<PartnerKeyScheme> All { get; } = [.. PartnerKeyScheme.BuiltIn, new Pkcs11Scheme()];

    /// <summary>A key file or URI as it may be shown: a URI without its PIN.</summary>
    public static string Show(string fileOrUri) =>
        PartnerKeyScheme.TryFind(All, fileOrUri, out PartnerKeyScheme? scheme) ? scheme.Show(fileOrUri) : fileOrUri;

    public static bool IsUri(string text) => PartnerKeyScheme.TryFind(All, text, out _);

    /// <summary>Does it mean another file in another folder?</summary>
    public static bool IsPath(string text) => !IsUri(text) && !SystemdCredential.IsOne(text);
}
