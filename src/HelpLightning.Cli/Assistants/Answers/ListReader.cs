using System.Text.Json.Nodes;
using HelpLightning.Client;

namespace HelpLightning.Cli.Assistants.Answers;

/// <summary>Takes as much of a list as an answer holds, beginning anywhere in it.</summary>
/// <param name="shape">How a row is told.</param>
/// <param name="now">What times count from.</param>
/// <param name="limit">The most rows.</param>
internal sealed class ListReader<T>(Shape<T> shape, DateTimeOffset now, int limit)
{
    /// <summary>Rows in a page of the API. Cursors count by it.</summary>
    public const int PageSize = 50;

    /// <summary>Rows that are looked at for one answer: a condition that nothing meets must not read a whole site.</summary>
    private const int MostRead = 2_000;

    private readonly List<JsonObject> _rows = [];
    private int _bytes;

    public IReadOnlyList<JsonObject> Rows => _rows;

    /// <summary>Where the list goes on; null at its end.</summary>
    public ListCursor? Next { get; private set; }

    /// <summary>Rows that were looked at.</summary>
    public int Read { get; private set; }

    public static ListOptions Options(ListCursor? from) => new()
    {
        PageSize = PageSize,
        Position = from?.Page,
        Prefetch = false,
    };

    /// <param name="list">The list, made with <see cref="Options"/>.</param>
    /// <param name="from">Where to begin; null for the top.</param>
    /// <param name="keep">Which rows; null for all.</param>
    /// <param name="isLast">Is this page the last that matters?</param>
    /// <param name="progress">Told how many rows were looked at.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task ReadAsync(
        PagedList<T> list, ListCursor? from, Func<T, bool>? keep, Func<IReadOnlyList<T>, bool>? isLast, Action<int> progress,
        CancellationToken cancellation)
    {
        ListPosition position = from?.Page ?? ListPosition.OfPage(1, PageSize);
        int skip = from?.Row ?? 0;
        await foreach (Page<T> page in list.AsPages(cancellation).WithCancellation(cancellation))
        {
            for (int i = skip; i < page.Entries.Count; i++)
            {
                if (keep?.Invoke(page.Entries[i]) ?? true)
                {
                    if (!Add(page.Entries[i]))
                    {
                        Next = new ListCursor(position, i);
                        return;
                    }
                }
            }

            Read += page.Entries.Count - Math.Min(skip, page.Entries.Count);
            progress(Read);
            skip = 0;
            if (page.Next is not { } next || isLast?.Invoke(page.Entries) == true)
            {
                return;
            }

            position = next;
            if (Read >= MostRead || _rows.Count == limit)
            {
                Next = new ListCursor(position, 0);
                return;
            }
        }
    }

    private bool Add(T row)
    {
        JsonObject json = shape.Row(row, now);
        int bytes = Answer.SizeOf(json);
        if (_rows.Count == limit || (_rows.Count > 0 && _bytes + bytes > ListAnswer.MostBytes))
        {
            return false;
        }

        _rows.Add(json);
        _bytes += bytes;
        return true;
    }
}
