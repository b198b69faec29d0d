using HelpLightning.PartnerKeys;

namespace HelpLightning.Sandbox.Authentication;

/// <summary>
/// The partner key that the sandbox makes for its site where nobody gave one. Making it takes a tenth of a second, so it is made,
/// and registered, when somebody first asks for it.
/// </summary>
internal sealed class OwnPartnerKey(PartnerKeyStore keys, SiteId site) : IDisposable
{
    private const string Taken =
        "The site has a partner key already, from the options, the data file, RegisterPartnerKey or the page, and its private half "
        + "is not here: sign with that one. Without any, the sandbox makes one.";

    private readonly Lock _lock = new();
    private PartnerKey? _key;
    private bool _isDisposed;

    /// <exception cref="InvalidOperationException">The site has another key.</exception>
    public PartnerKey Get()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, typeof(PartnerKey));
            return _key ??= Make();
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _key?.Dispose();
        }
    }

    private PartnerKey Make()
    {
        if (keys.Active(site.Value) is not null)
        {
            throw new InvalidOperationException(Taken);
        }

        PartnerKey made = PartnerKey.Create();
        if (keys.TryRegisterFirst(site.Value, made.PublicKey))
        {
            return made;
        }

        // Somebody registered one while it was made.
        made.Dispose();
        throw new InvalidOperationException(Taken);
    }
}
