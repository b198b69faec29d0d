namespace HelpLightning.PartnerKeys;

/// <summary>
/// A signed partner token. Whoever has its text can do what the site's administrators can, until it expires; so nothing but
/// <see cref="Reveal"/> shows it, which is a method because loggers and serializers read properties.
/// </summary>
public readonly struct PartnerToken : IEquatable<PartnerToken>
{
    private readonly string? _value;

    /// <summary>For tests of your own; a <see cref="PartnerTokenSigner"/> makes the real ones.</summary>
    /// <param name="value">The token's text.</param>
    /// <param name="siteId">The site it is for.</param>
    /// <param name="expiresAt">When it stops being valid.</param>
    public PartnerToken(string value, SiteId siteId, DateTimeOffset expiresAt)
    {
        ArgumentException.ThrowIfNullOrEmpty(value);
        _value = value;
        SiteId = siteId;
        ExpiresAt = expiresAt;
    }

    /// <summary>The token as it goes into the <c>Authorization</c> header: raw, without <c>Bearer</c>.</summary>
    /// <exception cref="InvalidOperationException">This is <c>default(PartnerToken)</c>.</exception>
    public string Reveal() =>
        _value ?? throw new InvalidOperationException("This token was never signed: get one from PartnerTokenSigner.Sign().");

    /// <summary>The site it is for.</summary>
    public SiteId SiteId { get; }

    /// <summary>When it stops being valid; whole seconds.</summary>
    public DateTimeOffset ExpiresAt { get; }

    /// <summary>True when both are the same token.</summary>
    public static bool operator ==(PartnerToken left, PartnerToken right) => left.Equals(right);

    /// <summary>True when they are different tokens.</summary>
    public static bool operator !=(PartnerToken left, PartnerToken right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(PartnerToken other) => string.Equals(_value, other._value, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is PartnerToken other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => string.GetHashCode(_value, StringComparison.Ordinal);

    /// <summary>Site and expiry, not the token.</summary>
    public override string ToString() => $"partner token for site {SiteId}, valid until {ExpiresAt:yyyy-MM-dd HH:mm:ss} UTC (value hidden)";
}
