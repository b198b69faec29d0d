using System.Globalization;
using System.Text.Json;

namespace HelpLightning.Export.Tables;

/// <summary>A value of a table, without boxing: text, a whole number, a number, yes or no, a moment, or nothing.</summary>
internal readonly struct Cell
{
    private readonly string? _text;
    private readonly double _number;
    private readonly CellType? _type;

    /// <summary>One that is read back.</summary>
    public Cell(CellType type, string? text = null, long whole = 0, double number = 0)
    {
        _type = type;
        _text = text;
        Whole = whole;
        _number = number;
    }

    /// <summary>Null for nothing.</summary>
    public CellType? Type => _type;

    /// <summary>The whole number; 1 for yes; of a moment, ticks of 100 ns since 1970 in UTC.</summary>
    public long Whole { get; }

    public double Number => _number;

    public DateTime Time => DateTime.UnixEpoch.AddTicks(Whole);

    public static implicit operator Cell(string? text) => text is null ? default : new Cell(CellType.Text, text, 0, 0);

    public static implicit operator Cell(long? number) => number is { } n ? new Cell(CellType.Whole, null, n, 0) : default;

    public static implicit operator Cell(bool? flag) => flag is { } f ? new Cell(CellType.Flag, null, f ? 1 : 0, 0) : default;

    public static implicit operator Cell(DateTimeOffset? time) =>
        time is { } t ? new Cell(CellType.Time, null, t.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks, 0) : default;

    public static implicit operator Cell(TimeSpan? duration) =>
        duration is { } d ? new Cell(CellType.Number, null, 0, d.TotalSeconds) : default;

    /// <summary>As the API writes times: UTC with microseconds.</summary>
    public static string TimeText(DateTimeOffset time) => TimeText(time.UtcDateTime);

    private static string TimeText(DateTime time)
    {
        // The round-trip format is much faster than one that is spelled out; it has one digit more.
        Span<char> text = stackalloc char[28];
        _ = time.TryFormat(text, out _, "O", CultureInfo.InvariantCulture);
        text[26] = 'Z';
        return new string(text[..27]);
    }

    /// <summary>As the API writes the times of calls: epoch seconds with milliseconds, as text.</summary>
    public static Cell EpochSeconds(DateTimeOffset? time) => time is { } t
        ? string.Create(CultureInfo.InvariantCulture, $"{t.ToUnixTimeMilliseconds() / 1000}.{t.ToUnixTimeMilliseconds() % 1000:000}")
        : default(Cell);

    /// <summary>The number as text, as inside calls, where nobody is <c>-1</c>.</summary>
    public static Cell Person(long? id) => (id ?? -1).ToString(CultureInfo.InvariantCulture);

    /// <summary>For CSV; null for nothing.</summary>
    public string? ToText() => _type switch
    {
        null => null,
        CellType.Text => _text,
        CellType.Flag => Whole != 0 ? "true" : "false",
        CellType.Number => _number.ToString(CultureInfo.InvariantCulture),
        CellType.Time => TimeText(Time),
        _ => Whole.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>A moment as spreadsheets take it for one, to the second.</summary>
    public string ToSpreadsheetTime() => Time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    public void WriteTo(Utf8JsonWriter json)
    {
        switch (_type)
        {
            case null:
                json.WriteNullValue();
                break;
            case CellType.Text:
                json.WriteStringValue(_text);
                break;
            case CellType.Flag:
                json.WriteBooleanValue(Whole != 0);
                break;
            case CellType.Time:
                json.WriteStringValue(TimeText(Time));
                break;
            case CellType.Number:
                json.WriteNumberValue(_number);
                break;
            default:
                json.WriteNumberValue(Whole);
                break;
        }
    }

    /// <summary>For a parameter of SQLite.</summary>
    public object ToSql() => _type switch
    {
        null => DBNull.Value,
        CellType.Text => _text!,
        CellType.Number => _number,
        CellType.Time => TimeText(Time),
        _ => Whole,
    };
}
