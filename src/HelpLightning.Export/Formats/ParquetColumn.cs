using System.Text;
using HelpLightning.Export.Tables;
using Parquet;
using Parquet.Schema;

namespace HelpLightning.Export.Formats;

/// <summary>The values of a column, gathered until they make a row group.</summary>
internal abstract class ParquetColumn(DataField field, int most)
{
    private readonly bool _mayBeEmpty = field.IsNullable;
    private readonly int[] _levels = new int[field.IsNullable ? most : 0];
    private int _rows;

    public DataField Field { get; } = field;

    /// <summary>How many of the rows have a value.</summary>
    protected int Count { get; private set; }

    /// <summary>By row 1 for a value and 0 for none; null where each has one.</summary>
    protected ReadOnlyMemory<int>? Levels => _mayBeEmpty ? new ReadOnlyMemory<int>(_levels, 0, _rows) : default(ReadOnlyMemory<int>?);

    /// <param name="column">What the column is.</param>
    /// <param name="most">The most values that are gathered.</param>
    public static ParquetColumn Of(Column column, int most)
    {
        bool mayBeEmpty = !column.IsRequired;
        return column.Type switch
        {
            CellType.Text => new TextColumn(new DataField<string>(column.Name, mayBeEmpty), most),
            CellType.Whole => new ValueColumn<long>(new DataField<long>(column.Name, mayBeEmpty), most, static r => r.ReadWhole()),
            CellType.Number => new ValueColumn<double>(new DataField<double>(column.Name, mayBeEmpty), most, static r => r.ReadNumber()),
            CellType.Flag => new ValueColumn<bool>(new DataField<bool>(column.Name, mayBeEmpty), most, static r => r.ReadFlag()),
            _ => new ValueColumn<DateTime>(
                new DateTimeDataField(
                    column.Name, DateTimeFormat.Timestamp, isAdjustedToUTC: true, unit: DateTimeTimeUnit.Micros, isNullable: mayBeEmpty),
                most, static r => new Cell(CellType.Time, whole: r.ReadWhole()).Time),
        };
    }

    /// <summary>Takes the cell of the next row.</summary>
    public void Read(RowsReader rows)
    {
        bool hasValue = rows.HasValue();
        if (_mayBeEmpty)
        {
            _levels[_rows++] = hasValue ? 1 : 0;
        }

        if (hasValue)
        {
            ReadValue(rows, Count++);
        }
    }

    /// <summary>Writes what was gathered, and begins anew.</summary>
    public async Task WriteAsync(ParquetRowGroupWriter group)
    {
        await WriteValuesAsync(group).ConfigureAwait(false);
        _rows = 0;
        Count = 0;
    }

    protected abstract void ReadValue(RowsReader rows, int at);

    protected abstract Task WriteValuesAsync(ParquetRowGroupWriter group);

    /// <summary>The texts lie one after the other, so that none is an object of its own.</summary>
    private sealed class TextColumn(DataField field, int most) : ParquetColumn(field, most)
    {
        private readonly int[] _ends = new int[most];
        private readonly ReadOnlyMemory<char>[] _values = new ReadOnlyMemory<char>[most];
        private char[] _text = [];

        protected override void ReadValue(RowsReader rows, int at)
        {
            ReadOnlySpan<byte> text = rows.ReadText();
            int begin = at == 0 ? 0 : _ends[at - 1];
            if (_text.Length - begin < text.Length)
            {
                Array.Resize(ref _text, Math.Max(begin + text.Length, _text.Length * 2));
            }

            _ends[at] = begin + Encoding.UTF8.GetChars(text, _text.AsSpan(begin));
        }

        protected override Task WriteValuesAsync(ParquetRowGroupWriter group)
        {
            int begin = 0;
            for (int i = 0; i < Count; i++)
            {
                _values[i] = _text.AsMemory(begin.._ends[i]);
                begin = _ends[i];
            }

            return group.WriteAllPartsAsync<ReadOnlyMemory<char>>(Field, _values.AsMemory(0, Count), Levels, null, CancellationToken.None);
        }
    }

    private sealed class ValueColumn<T>(DataField field, int most, Func<RowsReader, T> read) : ParquetColumn(field, most)
        where T : struct
    {
        private readonly T[] _values = new T[most];

        protected override void ReadValue(RowsReader rows, int at) => _values[at] = read(rows);

        protected override Task WriteValuesAsync(ParquetRowGroupWriter group) =>
            group.WriteAllPartsAsync<T>(Field, _values.AsMemory(0, Count), Levels, null, CancellationToken.None);
    }
}
