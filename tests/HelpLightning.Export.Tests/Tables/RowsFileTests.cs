using HelpLightning.Export.Formats;
using HelpLightning.Export.Tables;

namespace HelpLightning.Export.Tests;

/// <summary>What is written to the file of rows comes back as it was, wherever a buffer ends.</summary>
public sealed class RowsFileTests
{
    private static readonly DateTimeOffset Moment = new(2026, 5, 5, 1, 2, 3, 456, TimeSpan.Zero);

    /// <summary>Longer than a buffer, and of characters that take one, two, three and four bytes.</summary>
    private static readonly string Long = string.Concat(Enumerable.Repeat("aß€𝄞", 20_000));

    private readonly Table<object> _table = new(
        "table", "",
        [
            Column("id", CellType.Text, isRequired: true), Column("text", CellType.Text), Column("whole", CellType.Whole),
            Column("number", CellType.Number), Column("flag", CellType.Flag), Column("time", CellType.Time),
        ]);

    public static TheoryData<int> Lengths => [0, 1, 1_000, 65_536];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void All_kinds_of_cells_come_back(int length)
    {
        Cell[][] rows =
        [
            ["1", new string('x', length), 0L, TimeSpan.FromSeconds(1.25), true, Moment],
            ["2", Long, long.MaxValue, TimeSpan.Zero, false, DateTimeOffset.UnixEpoch],
            ["3", default, default, default, default, default],
            ["4", "", long.MinValue, TimeSpan.FromDays(-1), true, DateTimeOffset.MinValue],
        ];
        List<string?> expected = [];
        using MemoryStream file = new();
        RowsWriter writer = new(file, _table);
        for (int round = 0; round < 100; round++)
        {
            foreach (Cell[] row in rows)
            {
                writer.Write(row);
                expected.AddRange(row.Select(static c => c.ToText()));
            }
        }

        writer.Flush();
        file.Position = 0;
        RowsReader reader = new(file);
        Assert.All(expected, (text, i) => Assert.Equal(text, reader.ReadCell(_table.Columns[i % 6].Type).ToText()));
        Assert.Throws<EndOfStreamException>(() => reader.HasValue());
    }

    [Fact]
    public void What_must_not_be_empty_is_an_empty_text()
    {
        using MemoryStream file = new();
        RowsWriter writer = new(file, _table);
        writer.Write([default, default, default, default, default, default]);
        writer.Flush();
        file.Position = 0;
        RowsReader reader = new(file);
        Assert.Equal(["", null, null, null, null, null], _table.Columns.Select(c => reader.ReadCell(c.Type).ToText()));
    }

    private static Column<object> Column(string name, CellType type, bool isRequired = false) => new(name, type, "", static _ => default, "", isRequired);
}
