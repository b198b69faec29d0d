using System.IO.Compression;

namespace HelpLightning.Export.Tests.Reports;

public sealed class CallReportReaderTests
{
    private const string Csv = "id,started_at,ended_at,tags,comments,groups,participants,dialer,status,duration,workspace,workspace_id,color\r\n"
        + "call_1,2024-05-25T15:32:26Z,2024-05-25T15:34:00Z,\"a, b\",\"He said \"\"no\"\"\nand left\",Level 1,\"Ann, Bob\",Ann,Call Ended,94,North,9,red\r\n"
        + "call_2,1615583559.322,,,,,,,,00:01:34,,,\r\n"
        + "call_3\r\n";

    [Fact]
    public void Rows_come_typed_with_what_is_missing_and_what_is_new()
    {
        using MemoryStream zip = new(Zip("report.csv", Csv));
        CallReportRow[] rows = [.. CallReportReader.ReadZip(zip)];
        Assert.Equal(
            ("call_1", "a, b", "He said \"no\"\nand left", "Ann, Bob", "Call Ended", 9),
            (rows[0].Id, rows[0].Tags, rows[0].Comments, rows[0].Participants, rows[0].Status, rows[0].WorkspaceId));
        Assert.Equal(
            (new DateTimeOffset(2024, 5, 25, 15, 32, 26, TimeSpan.Zero), TimeSpan.FromSeconds(94), "North", "Level 1", "Ann"),
            (rows[0].StartedAt, rows[0].Duration, rows[0].Workspace, rows[0].Groups, rows[0].Dialer));
        Assert.Equal("red", rows[0].AdditionalColumns["color"]);
        Assert.Equal(
            (DateTimeOffset.FromUnixTimeMilliseconds(1615583559322), null, TimeSpan.FromSeconds(94), null),
            (rows[1].StartedAt, rows[1].EndedAt, rows[1].Duration, rows[1].WorkspaceId));
        Assert.Equal(("call_3", "", null), (rows[2].Id, rows[2].Status, rows[2].StartedAt));
    }

    [Fact]
    public void A_zip_without_a_table_is_told()
    {
        using MemoryStream zip = new(Zip("report.json", "[]"));
        InvalidDataException e = Assert.Throws<InvalidDataException>(() => CallReportReader.ReadZip(zip).ToArray());
        Assert.Contains("JSON flavour", e.Message, StringComparison.Ordinal);
    }

    private static byte[] Zip(string name, string content)
    {
        using MemoryStream zip = new();
        using (ZipArchive archive = new(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            using StreamWriter writer = new(archive.CreateEntry(name).Open());
            writer.Write(content);
        }

        return zip.ToArray();
    }
}
