using System.Globalization;

namespace HelpLightning.Client;

/// <summary>A time that a list can be filtered by.</summary>
/// <typeparam name="TFilter">The list's kind of filter.</typeparam>
public sealed class TimeField<TFilter> : FilterField<TFilter>
    where TFilter : ListFilter
{
    internal TimeField(string key, Func<string, TFilter> make)
        : base(key, make)
    {
    }

    /// <summary>Later than the time. Sent in UTC with microseconds, as the API writes times.</summary>
    public static TFilter operator >(TimeField<TFilter> field, DateTimeOffset value)
    {
        ArgumentNullException.ThrowIfNull(field);
        return field.Make(">", value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture));
    }

    /// <summary>Does not compile: no such operator of the API is known.</summary>
    [Obsolete("The API has no known operator for \"earlier than\": list all and leave some out.", error: true)]
    public static TFilter operator <(TimeField<TFilter> field, DateTimeOffset value) => throw new NotSupportedException();
}
