using HelpLightning.Client;

namespace HelpLightning.Cli.Actions;

/// <summary>
/// What rows are wanted. The API takes one condition in a request, so the first that it knows goes there and the others are
/// checked here, row by row.
/// </summary>
/// <param name="raw">A condition in the API's own words, which cannot be checked here and so goes there; null for none.</param>
internal sealed class Conditions<T, TFilter>(TFilter? raw)
    where TFilter : ListFilter
{
    private readonly List<Func<T, bool>> _local = [];

    public TFilter? Remote { get; private set; } = raw;

    public Func<T, bool>? Local => _local.Count == 0 ? null : row => _local.TrueForAll(holds => holds(row));

    /// <summary>A condition that the API knows.</summary>
    public void Add(TFilter filter, Func<T, bool> holds)
    {
        if (Remote is null)
        {
            Remote = filter;
        }
        else
        {
            _local.Add(holds);
        }
    }

    /// <summary>A condition that only we know.</summary>
    public void Add(Func<T, bool> holds) => _local.Add(holds);
}
