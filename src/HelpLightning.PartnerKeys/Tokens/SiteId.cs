using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;

namespace HelpLightning.PartnerKeys;

/// <summary>
/// The number of a Help Lightning site or workspace, shown in the Developer tab of its settings. A partner token
/// names it in its subject, <c>Partner:{site id}</c>.
/// </summary>
/// <remarks>Source: apidocs.helplightning.net, "Authenticating With Partner Keys".</remarks>
[TypeConverter(typeof(SiteIdTypeConverter))]
[JsonConverter(typeof(SiteIdJsonConverter))]
public readonly record struct SiteId : ISpanParsable<SiteId>
{
    /// <summary>Makes a site id from its number.</summary>
    /// <param name="value">1 to 9,223,372,036,854,775,807.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is zero or negative.</exception>
    public SiteId(long value)
    {
        if (value <= 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(value), value, "A site id is a positive whole number: it is shown in Help Lightning's Developer tab.");
        }

        Value = value;
    }

    /// <summary>The number; 0 only in <c>default(SiteId)</c>, which nothing accepts.</summary>
    public long Value { get; }

    /// <summary>Reads a site id: decimal digits without sign, leading zero or space.</summary>
    /// <exception cref="FormatException">The text is not a site id.</exception>
    public static SiteId Parse(string s, IFormatProvider? provider)
    {
        ArgumentNullException.ThrowIfNull(s);
        return Parse(s.AsSpan(), provider);
    }

    /// <inheritdoc cref="Parse(string, IFormatProvider?)"/>
    public static SiteId Parse(ReadOnlySpan<char> s, IFormatProvider? provider) =>
        TryParse(s, provider, out SiteId result)
            ? result
            : throw new FormatException("A site id is a positive whole number such as 54344, digits only.");

    /// <summary>Reads a site id: decimal digits without sign, leading zero or space.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out SiteId result) =>
        TryParse(s.AsSpan(), provider, out result);

    /// <inheritdoc cref="TryParse(string?, IFormatProvider?, out SiteId)"/>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out SiteId result)
    {
        if (!s.IsEmpty && s[0] != '0' && long.TryParse(s, NumberStyles.None, CultureInfo.InvariantCulture, out long value))
        {
            result = new SiteId(value);
            return true;
        }

        result = default;
        return false;
    }

    /// <summary>The number in digits.</summary>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
