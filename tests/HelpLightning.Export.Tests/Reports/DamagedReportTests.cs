using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using HelpLightning.Client;

namespace HelpLightning.Export.Tests.Reports;

/// <summary>Zips that are not what a report comes in: each is refused with its reason, and nothing is left behind.</summary>
public sealed class DamagedReportTests : IDisposable
{
    private static readonly byte[] Good = Zip(("report.csv", "id,started_at\n1,2026-01-01\n"));

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hl-damaged-");

    public static TheoryData<string, string> Damages => new()
    {
        { "html", "is no zip" },
        { "nothing", "is no zip (0 bytes)" },
        { "cut", "is no zip" },
        { "empty", "zip is empty" },
        { "flipped", "is damaged" },
        { "checksum", "is damaged: its bytes do not match their checksum" },
        { "bomb", "times its size" },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task Is_refused(string damage, string says)
    {
        foreach (bool extract in (bool[])[false, true])
        {
            string path = Path.Combine(_folder.FullName, "r");
            InvalidDataException e = await Assert.ThrowsAsync<InvalidDataException>(
                () => SaveAsync(Make(damage), path, extract: extract));
            Assert.Contains(says, e.Message, StringComparison.Ordinal);
            Assert.Empty(_folder.GetFileSystemInfos());
        }

        using MemoryStream destination = new();
        CallReportDownload download = new(new OneReport(Make(damage)), destination, new CallReportDownloadOptions { Extract = true });
        await Assert.ThrowsAsync<InvalidDataException>(() => download.RunAsync(null, DownloadSite.Cancellation));
        Assert.Equal(0, destination.Length);
    }

    [Fact]
    public async Task A_name_in_the_zip_leads_nowhere()
    {
        string path = Path.Combine(_folder.FullName, "out.csv");
        await SaveAsync(Zip(("../../evil.csv", "a\n")), path, extract: true);
        Assert.Equal("out.csv", Assert.Single(_folder.GetFileSystemInfos()).Name);
        Assert.Equal("a\n", await File.ReadAllTextAsync(path, DownloadSite.Cancellation));
    }

    [Fact]
    public async Task Of_several_files_none_is_extracted_but_the_zip_is_saved()
    {
        byte[] two = Zip(("a.csv", "a\n"), ("b.csv", "b\n"));
        string path = Path.Combine(_folder.FullName, "r.zip");
        InvalidDataException e = await Assert.ThrowsAsync<InvalidDataException>(
            () => SaveAsync(two, path, extract: true));
        Assert.Contains("holds 2 files", e.Message, StringComparison.Ordinal);
        Assert.Empty(_folder.GetFileSystemInfos());
        await SaveAsync(two, path, extract: false);
        Assert.Equal(two, await File.ReadAllBytesAsync(path, DownloadSite.Cancellation));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static Task<CallReportDownloadResult> SaveAsync(byte[] report, string path, bool extract) =>
        new CallReportDownload(new OneReport(report), path, new CallReportDownloadOptions { Extract = extract })
            .RunAsync(null, DownloadSite.Cancellation);

    private static byte[] Make(string damage)
    {
        byte[] zip = [.. Good];
        int central = zip.AsSpan().IndexOf("PK\u0001\u0002"u8);
        switch (damage)
        {
            case "html":
                return "<html>Service unavailable</html>"u8.ToArray();
            case "nothing":
                return [];
            case "cut":
                return zip[..^5];
            case "empty":
                return Zip();
            case "flipped":
                // The first byte of the packed data: a kind of block that does not exist.
                zip[30 + "report.csv".Length] |= 0b110;
                return zip;
            case "checksum":
                zip[central + 16] ^= 1;
                return zip;
            default:
                BinaryPrimitives.WriteUInt32LittleEndian(zip.AsSpan(central + 24), 200_000_000);
                return zip;
        }
    }

    private static byte[] Zip(params (string Name, string Text)[] files)
    {
        using MemoryStream zip = new();
        using (ZipArchive archive = new(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, string text) in files)
            {
                using Stream file = archive.CreateEntry(name).Open();
                file.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return zip.ToArray();
    }

    /// <summary>Help Lightning with this report, ready at once.</summary>
    private sealed class OneReport(byte[] zip) : EnterpriseClient
    {
        public override ReportsClient Reports { get; } = new Ready(zip);
    }

    private sealed class Ready(byte[] zip) : ReportsClient
    {
        public override async Task<Report> RunAsync(
            ReportFormat format, Stream destination, ReportRunOptions? options = null, IProgress<ReportProgress>? progress = null,
            CancellationToken cancellationToken = default)
        {
            await destination.WriteAsync(zip, cancellationToken);
            return new Report { Id = "one", Status = "complete" };
        }
    }
}
