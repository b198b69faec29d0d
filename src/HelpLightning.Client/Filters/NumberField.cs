using System.Globalization;

namespace HelpLightning.Client;

/// <summary>A whole number that a list can be filtered by, such as an id.</summary>
/// <typeparam name="TFilter">The list's kind of filter.</typeparam>
public sealed class NumberField<TFilter> : FilterField<TFilter>
    where TFilter : ListFilter
{
    internal NumberField(string key, Func<string, TFilter> make)
        : base(key, make)
    {
    }

    /// <summary>Equal to the value.</summary>
    public static TFilter operator ==(NumberField<TFilter> field, long value)
    {
        ArgumentNullException.ThrowIfNull(field);
        return field.Make("=", Text(value));
    }

    /// <summary>Does not compile: no such operator of the API is known.</summary>
    [Obsolete("The API has no known operator for \"not equal\": list all and leave some out.", error: true)]
    public static TFilter operator !=(NumberField<TFilter> field, long value) => throw new NotSupportedException();

    /// <summary>Any of the values.</summary>
    /// <exception cref="ArgumentException">There is no value.</exception>
    public TFilter In(params IEnumerable<long> values) => MakeIn([.. values.Select(Text)]);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    /// <inheritdoc/>
    public override int GetHashCode() => Key.GetHashCode(StringComparison.Ordinal);

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
