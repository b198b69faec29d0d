using HelpLightning.Export.Formats;
using HelpLightning.Export.Tables;
using HelpLightning.Files;

namespace HelpLightning.Export.Tests;

/// <summary>A table becomes Parquet once no row comes any more, while others are read.</summary>
public sealed class ParquetTableFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hl-parquet-");
    private readonly Table<long> _table = new("table", "", [new("id", CellType.Whole, "", static i => i, "", IsRequired: true)]);
    private readonly SemaphoreSlim _turns = new(0);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Result => Path.Combine(_folder.FullName, "table.parquet");

    [Fact]
    public async Task It_is_there_before_somebody_waits_for_it()
    {
        using ParquetTableFile file = Open();
        file.Seal();
        _turns.Release();
        await _turns.WaitAsync(Cancellation);
        byte[] made = File.ReadAllBytes(Result);
        Assert.Equal("PAR1"u8, made.AsSpan(^4..));
        file.Complete();
        Assert.Equal(made, File.ReadAllBytes(Result));
    }

    [Fact]
    public void One_whose_turn_never_comes_does_not_keep_a_run_from_ending()
    {
        ParquetTableFile file = Open();
        file.Seal();
        file.Dispose();
        Assert.False(File.Exists(Result));
        Assert.Equal(0, _turns.CurrentCount);
    }

    [Fact]
    public void What_failed_while_others_were_read_is_told_at_the_end()
    {
        Directory.CreateDirectory(Result);
        using ParquetTableFile file = Open();
        file.Seal();
        _turns.Release();
        Assert.Throws<UnauthorizedAccessException>(file.Complete);
    }

    public void Dispose()
    {
        _turns.Dispose();
        _folder.Delete(recursive: true);
    }

    private ParquetTableFile Open()
    {
        ParquetTableFile file = new(_table, DurableFile.Create(Path.Combine(_folder.FullName, "table.rows")), null, Result, _turns);
        file.Add([1L]);
        return file;
    }
}
