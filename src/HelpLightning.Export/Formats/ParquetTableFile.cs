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

    /// <summary>The level that the writer would take costs ten times what reading the site does, for files a little smaller.</summary>
    private static readonly ParquetOptions Options = new()
    {
        CompressionMethod = CompressionMethod.Zstd,
        CompressionLevel = CompressionLevel.Fastest,
        MaximumSmallPoolFreeBytes = MostKeptBytes,
        MaximumLargePoolFreeBytes = MostKeptBytes,
    };

    private readonly string _path;
    private readonly BufferedStream _buffer;
    private readonly BinaryWriter _writer;

    /// <param name="table">The table.</param>
    /// <param name="stream">The file of rows, at the end of what counts; closed with this.</param>
    /// <param name="rows">The rows that it has; null when it is new.</param>
    /// <param name="path">Where the table goes when it is complete.</param>
    public ParquetTableFile(Table table, FileStream stream, long? rows, string path)
        : base(table, stream, rows ?? 0)
    {
        _path = path;
        _buffer = new BufferedStream(stream, 64 * 1024);
        _writer = new BinaryWriter(_buffer);
    }

    protected override void Write(ReadOnlySpan<Cell> row)
    {
        foreach (ref readonly Cell cell in row)
        {
            cell.WriteTo(_writer);
        }
    }

    protected override void FlushWriter() => _buffer.Flush();

    protected override void WriteEnd()
    {
        FlushWriter();
        WriteTableAsync().GetAwaiter().GetResult();
    }

    /// <summary>Not closed, for that would close the file, which is closed elsewhere.</summary>
    protected override void DisposeWriter()
    {
    }

    protected override IEnumerable<string> ReadColumn(Stream stream, int column)
    {
        using BufferedStream buffer = new(stream, 64 * 1024);
        using BinaryReader reader = new(buffer);
        for (long row = 0; row < Rows; row++)
        {
            string? value = null;
            for (int i = 0; i < Table.Columns.Count; i++)
            {
                Cell cell = Cell.ReadFrom(reader);
                value = i == column ? cell.ToText() : value;
            }

            yield return value ?? "";
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
            ParquetWriter writer = await ParquetWriter.CreateAsync(schema, file, Options).ConfigureAwait(false);
            await using (writer.ConfigureAwait(false))
            {
                using FileStream rows = new(Stream.Name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 64 * 1024);
                using BinaryReader reader = new(rows);
                for (long left = Rows; left > 0; left -= most)
                {
                    await WriteGroupAsync(writer, columns, reader, (int)Math.Min(left, most)).ConfigureAwait(false);
                }
            }

            file.Flush(flushToDisk: true);
        }
    }

    private static async Task WriteGroupAsync(ParquetWriter writer, ParquetColumn[] columns, BinaryReader reader, int rows)
    {
        for (int row = 0; row < rows; row++)
        {
            foreach (ParquetColumn column in columns)
            {
                column.Set(row, Cell.ReadFrom(reader));
            }
        }

        using ParquetRowGroupWriter group = writer.CreateRowGroup();
        foreach (ParquetColumn column in columns)
        {
            await column.WriteAsync(group, rows).ConfigureAwait(false);
        }
    }
}
