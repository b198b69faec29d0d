using System.Diagnostics;
using HelpLightning.Client;

namespace HelpLightning.Export.Tests.Attachments;

/// <summary>Names as people and attackers choose them: everything is saved, inside the folder, and nothing is overwritten.</summary>
public sealed class AttachmentNameTests(DownloadSite site) : IClassFixture<DownloadSite>
{
    private static readonly string[] Names =
    [
        "../../etc/passwd", "..\\..\\windows\\win.ini", "/etc/shadow", "C:\\boot.ini", "CON", "con.txt", "a/b", "", " ", ".", "..", ".bashrc", "~", "-rf", "🙂📎.png",
        "two\nlines.txt", "bell\a", "\u202egpj.exe", "ends with dot.", "=cmd|'/c calc'!A1", "same.txt", "same.txt", "SAME.TXT", new string('x', 300) + ".jpeg",
        new string('ä', 300), "name.part", "manifest.csv", "SHA256SUMS", "\u0000", "a\u0000b", "%2e%2e%2f", "aux.h", "LPT¹", "trail ", "NUL", "q?*<>|:\"",
    ];

    [Fact]
    public async Task Every_name_is_saved_inside_the_folder()
    {
        await site.AddCallAsync("call_names", [.. Names.Select(n => (n, 0))]);
        string parent = site.PathTo("outer");
        string folder = Path.Combine(parent, "inner");
        AttachmentDownloadResult result = await AttachmentFolder.DownloadAsync(site.Client, folder, ["call_names"]);
        Assert.Equal((Names.Length, 0, 0), (result.Fetched, result.Skipped, result.Gone));
        Assert.Empty(result.Failures);
        Assert.Equal(["inner"], Directory.GetFileSystemEntries(parent).Select(Path.GetFileName));
        Assert.Equal(["SHA256SUMS", "call_names", "manifest.csv"], Directory.GetFileSystemEntries(folder).Select(Path.GetFileName).Where(n => n![0] != '.').Order(StringComparer.Ordinal));
        Assert.Equal(Names.Length, AttachmentFolder.Files(folder).Length);
        Assert.All(AttachmentFolder.Files(folder), f => Assert.Equal(3, f.Split('/').Length));
        AttachmentFolder.RequireSums(folder);
        await AttachmentFolder.RequireContentAsync(site.Client, folder, "call_names");
        await RequireSha256SumAgreesAsync(folder);
    }

    [Fact]
    public async Task A_file_of_somebody_else_is_left_alone()
    {
        await site.AddCallAsync("call_theirs", ("photo.jpg", 0), ("notes.txt", 0));
        string[] ids = [.. (await site.Client.Attachments.ListAsync(new CallId("call_theirs"), DownloadSite.Cancellation)).Select(a => $"{a.Id}")];
        string folder = site.PathTo("theirs");
        string theirs = Path.Combine(folder, "call_theirs", ids[0], "photo.jpg");
        Directory.CreateDirectory(Path.GetDirectoryName(theirs)!);
        await File.WriteAllTextAsync(theirs, "mine", DownloadSite.Cancellation);
        for (int run = 1; run <= 2; run++)
        {
            AttachmentDownloadResult result = await AttachmentFolder.DownloadAsync(site.Client, folder, ["call_theirs"]);
            Assert.Equal(run == 1 ? (2, 0) : (0, 2), (result.Fetched, result.Skipped));
            Assert.Equal("mine", await File.ReadAllTextAsync(theirs, DownloadSite.Cancellation));
            // As text, attachment 100 comes before 99.
            Assert.Equal(
                new[] { $"call_theirs/{ids[0]}/photo (2).jpg", $"call_theirs/{ids[0]}/photo.jpg", $"call_theirs/{ids[1]}/notes.txt" }.Order(StringComparer.Ordinal),
                AttachmentFolder.Files(folder));
        }
    }

    [Theory]
    [InlineData("CON", "_CON-[0-9a-f]{8}")]
    [InlineData("SHA256SUMS", "SHA256SUMS-[0-9a-f]{8}")]
    [InlineData("manifest.csv", "manifest.csv-[0-9a-f]{8}")]
    [InlineData("call:\\x", "call__x-[0-9a-f]{8}")]
    [InlineData("...", "call-[0-9a-f]{8}")]
    [InlineData("call_0-a", "call_0-a")]
    public async Task A_call_id_is_no_path_either(string callId, string folderPattern)
    {
        await site.AddCallAsync(callId, ("a.txt", 0));
        string folder = Directory.CreateTempSubdirectory("hl-call-ids-").FullName;
        AttachmentDownloadResult result = await AttachmentFolder.DownloadAsync(site.Client, folder, [callId]);
        Assert.Equal(1, result.Fetched);
        Assert.Matches($"^{folderPattern}/[0-9]+/a\\.txt$", Assert.Single(AttachmentFolder.Files(folder)));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task The_manifest_has_the_names_as_they_were_and_no_formula()
    {
        await site.AddCallAsync("call_manifest", ("=1+1", 0), ("say \"hi\", twice", 0));
        string folder = site.PathTo("manifest");
        await AttachmentFolder.DownloadAsync(site.Client, folder, ["call_manifest"]);
        string[] lines = await File.ReadAllLinesAsync(Path.Combine(folder, "manifest.csv"), DownloadSite.Cancellation);
        Assert.Equal("call_id,attachment_id,name,status,file,bytes,sha256,time,reason", lines[0]);
        Assert.Matches("^call_manifest,[0-9]+,'=1\\+1,downloaded,call_manifest/[0-9]+/=1\\+1,[0-9]+,[0-9a-f]{64},20[0-9TZ:-]+,$", lines[1]);
        Assert.Matches("^call_manifest,[0-9]+,\"say \"\"hi\"\", twice\",downloaded,\"call_manifest/[0-9]+/say _hi_, twice\",", lines[2]);
        Assert.Equal(3, lines.Length);
    }

    private static async Task RequireSha256SumAgreesAsync(string folder)
    {
        if (OperatingSystem.IsWindows() || !File.Exists("/usr/bin/sha256sum"))
        {
            return;
        }

        using Process process = Process.Start(new ProcessStartInfo("/usr/bin/sha256sum", ["--check", "--strict", "--quiet", "SHA256SUMS"])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> error = process.StandardError.ReadToEndAsync(DownloadSite.Cancellation);
        string output = await process.StandardOutput.ReadToEndAsync(DownloadSite.Cancellation);
        await process.WaitForExitAsync(DownloadSite.Cancellation);
        Assert.True(process.ExitCode == 0, output + await error);
    }
}
