namespace HelpLightning.Client;

/// <summary>A text field that a list can be filtered by.</summary>
/// <typeparam name="TFilter">The list's kind of filter.</typeparam>
public sealed class TextField<TFilter> : FilterField<TFilter>
    where TFilter : ListFilter
{
    internal TextField(string key, Func<string, TFilter> make)
        : base(key, make)
    {
    }

    /// <summary>Equal to the value.</summary>
    public static TFilter operator ==(TextField<TFilter> field, string value)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(value);
        return field.Make("=", value);
    }

    /// <summary>Does not compile: no such operator of the API is known.</summary>
    [Obsolete("The API has no known operator for \"not equal\": list all and leave some out, or try UserFilter.Raw.", error: true)]
    public static TFilter operator !=(TextField<TFilter> field, string value) => throw new NotSupportedException();

    /// <summary>Any of the values; none may hold a comma.</summary>
    /// <exception cref="ArgumentException">There is no value, or one holds a comma.</exception>
    public TFilter In(params IEnumerable<string> values) => MakeIn([.. values]);

    /// <summary>Like the pattern, in which <c>%</c> stands for any text: <c>%ann%</c>. Whether case matters is not known.</summary>
    public TFilter Matches(string pattern)
    {
        ArgumentException.ThrowIfNullOrEmpty(pattern);
        return Make("~=", pattern);
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    /// <inheritdoc/>
    public override int GetHashCode() => Key.GetHashCode(StringComparison.Ordinal);
}
