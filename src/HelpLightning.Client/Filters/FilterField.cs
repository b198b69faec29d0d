using System.Diagnostics.CodeAnalysis;

namespace HelpLightning.Client;

/// <summary>
/// A field that a list can be filtered by. Its operators make a condition: <c>UserFilter.Email == "ann@example.com"</c>.
/// </summary>
/// <typeparam name="TFilter">The list's kind of filter.</typeparam>
[SuppressMessage("Usage", "CA2231", Justification = "The operator makes a condition; it does not compare.")]
public abstract class FilterField<TFilter>
    where TFilter : ListFilter
{
    private readonly Func<string, TFilter> _make;

    private protected FilterField(string key, Func<string, TFilter> make)
    {
        Key = key;
        _make = make;
    }

    /// <summary>The field's name on the wire.</summary>
    public string Key { get; }

    private protected TFilter Make(string @operator, string value) => _make($"{Key}{@operator}{value}");

    /// <summary>
    /// Any of several values. The release notes of 14.2, which brought the operator, put the whole condition in double
    /// quotes; so do we. A comma separates, and there is no known way to write one inside a value.
    /// </summary>
    private protected TFilter MakeIn(IReadOnlyCollection<string> values)
    {
        if (values.Count == 0)
        {
            throw new ArgumentException("Give at least one value.", nameof(values));
        }

        if (values.Count == 1)
        {
            return Make("=", values.First());
        }

        return values.FirstOrDefault(static v => v.Contains(',', StringComparison.Ordinal)) is null
            ? _make($"\"{Key}|={string.Join(',', values)}\"")
            : throw new ArgumentException(
                "A value among several may not hold a comma, which separates them. Ask for that value by itself (==).", nameof(values));
    }
}
