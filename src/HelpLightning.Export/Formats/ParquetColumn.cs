using HelpLightning.Export.Tables;
using Parquet;
using Parquet.Schema;

namespace HelpLightning.Export.Formats;

/// <summary>The values of a column, gathered until they make a row group.</summary>
internal abstract class ParquetColumn(DataField field)
{
    public DataField Field { get; } = field;

    /// <param name="column">What the column is.</param>
    /// <param name="most">The most values that are gathered.</param>
    public static ParquetColumn Of(Column column, int most)
    {
        bool mayBeEmpty = !column.IsRequired;
        return column.Type switch
        {
            CellType.Text => new TextColumn(new DataField<string>(column.Name, mayBeEmpty), most),
            CellType.Whole => new ValueColumn<long>(new DataField<long>(column.Name, mayBeEmpty), most, static c => c.Whole),
            CellType.Number => new ValueColumn<double>(new DataField<double>(column.Name, mayBeEmpty), most, static c => c.Number),
            CellType.Flag => new ValueColumn<bool>(new DataField<bool>(column.Name, mayBeEmpty), most, static c => c.Whole != 0),
            _ => new ValueColumn<DateTime>(
                new DateTimeDataField(
                    column.Name, DateTimeFormat.Timestamp, isAdjustedToUTC: true, unit: DateTimeTimeUnit.Micros, isNullable: mayBeEmpty),
                most, static c => c.Time),
        };
    }

    public abstract void Set(int row, in Cell cell);

    public abstract ValueTask WriteAsync(ParquetRowGroupWriter group, int rows);

    private sealed class TextColumn(DataField field, int most) : ParquetColumn(field)
    {
        private readonly string?[] _values = new string?[most];

        /// <summary>What must not be empty and is, is an empty text.</summary>
        public override void Set(int row, in Cell cell) => _values[row] = cell.ToText() ?? (Field.IsNullable ? null : "");

        public override ValueTask WriteAsync(ParquetRowGroupWriter group, int rows) =>
            new(group.WriteAsync(Field, new ArraySegment<string?>(_values, 0, rows)!));
    }

    private sealed class ValueColumn<T>(DataField field, int most, Func<Cell, T> read) : ParquetColumn(field)
        where T : struct
    {
        private readonly T?[] _optional = new T?[field.IsNullable ? most : 0];
        private readonly T[] _required = new T[field.IsNullable ? 0 : most];

        public override void Set(int row, in Cell cell)
        {
            if (Field.IsNullable)
            {
                _optional[row] = cell.Type is null ? null : read(cell);
            }
            else
            {
                _required[row] = read(cell);
            }
        }

        public override ValueTask WriteAsync(ParquetRowGroupWriter group, int rows) => new(Field.IsNullable
            ? group.WriteAsync<T>(Field, new ReadOnlyMemory<T?>(_optional, 0, rows))
            : group.WriteAsync<T>(Field, new ReadOnlyMemory<T>(_required, 0, rows)));
    }
}
