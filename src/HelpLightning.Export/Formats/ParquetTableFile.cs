using System.IO.Compression;
using HelpLightning.Export.Tables;
using HelpLightning.Files;
using Parquet;
using Parquet.Schema;

namespace HelpLightning.Export.Formats;

/// <summary>
/// A table as Parquet. What tells where its columns lie comes at the end of such a file, so none can be gone on with after a kill: rows go
/// to a file of ours first, which can be cut back and appended to, and from there into row groups of a bounded size when all are there.
/// </summary>
internal sealed class ParquetTableFile : TableFile
{
    /// <summary>Values that are in memory at once, in all columns: some 10 MB.</summary>
    private const int MostValues = 200_000;

    /// <summary>What the writer keeps of its buffers for later. It would keep all that it ever had.</summary>
    private const int MostKeptBytes = 1024 * 1024;

    /// <summary>Of the texts of a column so many are different where a dictionary of them still saves time and space.</summary>
    private const double MostDifferent = 0.4;

    /// <summary>So many texts are looked at to find that out, rather than all.</summary>
    private const int Sample = 4_000;

    private readonly string _path;
    private readonly SemaphoreSlim _turns;
    private readonly RowsWriter _writer;
    private readonly CancellationTokenSource _end = new();
    private Task? _conversion;

    /// <param name="table">The table.</param>
    /// <param name="stream">The file of rows, at the end of what counts; closed with this.</param>
    /// <param name="rows">The rows that it has; null when it is new.</param>
    /// <param name="path">Where the table goes when it is complete.</param>
    /// <param name="turns">Taken while rows become columns, which takes memory; not disposed.</param>
    public ParquetTableFile(Table table, FileStream stream, long? rows, string path, SemaphoreSlim turns)
        : base(table, stream, rows ?? 0)
    {
        _path = path;
        _turns = turns;
        _writer = new RowsWriter(stream, table);
    }

    /// <summary>The rows become columns while other tables are read.</summary>
    public override void Seal()
    {
        if (_conversion is null)
        {
            FlushWriter();
            Stream.Flush();
            _conversion = ConvertAsync();
        }
    }

    protected override void Write(ReadOnlySpan<Cell> row) => _writer.Write(row);

    protected override void FlushWriter() => _writer.Flush();

    protected override void WriteEnd()
    {
        Seal();
        _conversion!.GetAwaiter().GetResult();
    }

    /// <summary>Of an export that is broken off, nobody wants to know why its conversion was; the next run makes it anew.</summary>
    protected override void DisposeWriter()
    {
        _end.Cancel();
        _conversion?.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing).GetAwaiter().GetResult();
        _end.Dispose();
    }

    protected override IEnumerable<string> ReadColumn(Stream stream, int column)
    {
        RowsReader reader = new(stream);
        for (long row = 0; row < Rows; row++)
        {
            string? value = null;
            for (int i = 0; i < Table.Columns.Count; i++)
            {
                Cell cell = reader.ReadCell(Table.Columns[i].Type);
                value = i == column ? cell.ToText() : value;
            }

            yield return value ?? "";
        }
    }

    private async Task ConvertAsync()
    {
        await _turns.WaitAsync(_end.Token).ConfigureAwait(false);
        try
        {
            await Task.Run(WriteTableAsync, _end.Token).ConfigureAwait(false);
        }
        finally
        {
            _turns.Release();
        }
    }

    private async Task WriteTableAsync()
    {
        int most = (int)Math.Min(MostValues / Table.Columns.Count, Math.Max(Rows, 1));
        ParquetColumn[] columns = [.. Table.Columns.Select(c => ParquetColumn.Of(c, most))];
        ParquetSchema schema = new([.. columns.Select(static c => c.Field)]);
        FileStream file = DurableFile.Create(_path);
        await using (file.ConfigureAwait(false))
        {
            ParquetWriter writer = await ParquetWriter.CreateAsync(schema, file, OptionsFor(Table)).ConfigureAwait(false);
            await using (writer.ConfigureAwait(false))
            {
                using FileStream rows = new(Stream.Name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
                RowsReader reader = new(rows);
                for (long left = Rows; left > 0; left -= most)
                {
                    _end.Token.ThrowIfCancellationRequested();
                    await WriteGroupAsync(writer, columns, reader, (int)Math.Min(left, most)).ConfigureAwait(false);
                }
            }

            file.Flush(flushToDisk: true);
        }
    }

    private static ParquetOptions OptionsFor(Table table)
    {
        // The level that the writer would take costs ten times what reading the site does, for files a little smaller.
        ParquetOptions options = new()
        {
            CompressionMethod = CompressionMethod.Zstd,
            CompressionLevel = CompressionLevel.Fastest,
            MaximumSmallPoolFreeBytes = MostKeptBytes,
            MaximumLargePoolFreeBytes = MostKeptBytes,
            DictionaryEncodingThreshold = MostDifferent,
            DictionaryEncodingSampleSize = Sample,
        };

        // The first column is an id, which is seldom the same.
        foreach (Column column in table.Columns.Skip(1).Where(static c => c.Type == CellType.Text))
        {
            options.ColumnEncodingHints[column.Name] = EncodingHint.Dictionary;
        }

        return options;
    }

    private static async Task WriteGroupAsync(ParquetWriter writer, ParquetColumn[] columns, RowsReader reader, int rows)
    {
        for (int row = 0; row < rows; row++)
        {
            foreach (ParquetColumn column in columns)
            {
                column.Read(reader);
            }
        }

        using ParquetRowGroupWriter group = writer.CreateRowGroup();
        foreach (ParquetColumn column in columns)
        {
            await column.WriteAsync(group).ConfigureAwait(false);
        }
    }
}
