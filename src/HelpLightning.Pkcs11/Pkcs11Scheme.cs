using HelpLightning.PartnerKeys;
using HelpLightning.Pkcs11.Uris;

namespace HelpLightning.Pkcs11;

/// <summary>
/// Opens <c>pkcs11:</c> URIs (RFC 7512) wherever a key file is named:
/// <c>services.AddSingleton&lt;PartnerKeyScheme, Pkcs11Scheme&gt;()</c>.
/// </summary>
public sealed class Pkcs11Scheme : PartnerKeyScheme
{
    /// <inheritdoc/>
    public override string Name => Pkcs11UriReader.Scheme;

    /// <inheritdoc/>
    public override PartnerSigningKey Open(string uri) => Pkcs11Key.Open(uri);

    /// <summary>The URI without a PIN, and without attributes of its query that nobody here knows.</summary>
    public override string Show(string uri) => Pkcs11UriReader.Show(uri) ?? base.Show(uri);
}
