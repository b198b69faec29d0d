using System.Globalization;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Output;
using HelpLightning.Cli.Progress;
using HelpLightning.Client;

namespace HelpLightning.Cli.Actions;

/// <summary>Prints a list page by page, up to a limit, and says when there is more.</summary>
internal sealed class ListPrinter<T>(Host host, RowPrinter<T> printer, string plural, int? limit)
{
    private int _read;
    private int _printed;

    public async Task PrintAsync(Selection<T> selection, CancellationToken cancellationToken)
    {
        long missing = 0;
        using ProgressLine progress = new(host);
        await foreach (Page<T> page in selection.List.AsPages(cancellationToken))
        {
            for (int i = 0; i < page.Entries.Count; i++)
            {
                T row = page.Entries[i];
                _read++;
                if (selection.Keeps?.Invoke(row) == false)
                {
                    continue;
                }

                printer.Print(row);
                _printed++;
                if (_printed == limit)
                {
                    progress.Dispose();
                    printer.Finish();
                    bool hasMore = i + 1 < page.Entries.Count || page.Next is not null;
                    SayMore(hasMore, selection.Keeps is null ? page.TotalEntries : null);
                    return;
                }
            }

            missing = page.MissingEntries;
            progress.Show(_read);
        }

        progress.Dispose();
        if (selection.Problem?.Invoke() is { } problem)
        {
            throw CommandException.Usage(problem);
        }

        printer.Finish();
        MissingRows.Warn(host, plural, missing);
    }

    /// <summary>A script that takes the first page for all must be able to see it.</summary>
    private void SayMore(bool hasMore, long? total)
    {
        if (hasMore)
        {
            string shown = total is not null ? string.Create(CultureInfo.InvariantCulture, $"{_printed:N0} of {total:N0} {plural}")
                : _printed == 1 ? $"The first of the {plural}"
                : string.Create(CultureInfo.InvariantCulture, $"The first {_printed:N0} {plural}");
            host.Screen.Note($"{shown}. For more: --all, or --limit NUMBER");
        }
    }
}
