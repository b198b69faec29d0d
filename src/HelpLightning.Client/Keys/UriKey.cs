using HelpLightning.PartnerKeys;

namespace HelpLightning.Client;

/// <summary>
/// A key that a URI leads to: in hardware, behind OpenSSL. Another one can be put in its place under the same name; that is looked at
/// when a token is refused or none is signed, because opening a key costs a login.
/// </summary>
internal sealed class UriKey(PartnerKeyScheme scheme, string uri, HelpLightningOptions options, TimeProvider clock)
    : KeyOrigin(options, clock)
{
    private string? _thumbprint;

    public override string Name => $"The partner key {scheme.Show(uri)}";

    public override bool CanChange => true;

    public override KeyInForce Load()
    {
        PartnerSigningKey key = scheme.Open(uri);
        _thumbprint = key.Thumbprint;
        return InForce(key, isOwned: true);
    }

    public override KeyInForce? LoadChange(bool isRefused)
    {
        PartnerSigningKey key = scheme.Open(uri);
        if (key.Thumbprint == _thumbprint)
        {
            key.Dispose();
            return null;
        }

        _thumbprint = key.Thumbprint;
        return InForce(key, isOwned: true);
    }
}
