using System.Security.Cryptography;
using HelpLightning.Client;

namespace HelpLightning.Export.Tests.Attachments;

/// <summary>What a download left in a folder, looked at without the library.</summary>
internal static class AttachmentFolder
{
    /// <summary>Files of attachments, by their name relative to the folder with <c>/</c>.</summary>
    public static string[] Files(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
            .Select(f => Path.GetRelativePath(folder, f).Replace('\\', '/')).Where(f => f.Contains('/', StringComparison.Ordinal)).Order(StringComparer.Ordinal),
    ];

    /// <summary>Every line of SHA256SUMS is right, and every file has its line.</summary>
    public static void RequireSums(string folder)
    {
        string[] lines = File.ReadAllLines(Path.Combine(folder, "SHA256SUMS"));
        Assert.Equal(Files(folder), lines.Select(l => l[66..]).Order(StringComparer.Ordinal));
        Assert.All(lines, line => Assert.Equal(line[..64], Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, line[66..]))))));
    }

    /// <summary>The bytes that the server has.</summary>
    public static async Task RequireContentAsync(HelpLightningClient client, string folder, string callId)
    {
        foreach (Attachment attachment in await client.Attachments.ListAsync(new CallId(callId), DownloadSite.Cancellation))
        {
            using MemoryStream expected = new();
            await client.Attachments.DownloadAsync(attachment, expected, null, DownloadSite.Cancellation);
            string file = Assert.Single(Directory.GetFiles(Path.Combine(folder, callId, attachment.Id.ToString(System.Globalization.CultureInfo.InvariantCulture))));
            Assert.Equal(expected.ToArray(), await File.ReadAllBytesAsync(file, DownloadSite.Cancellation));
        }
    }

    public static Task<AttachmentDownloadResult> DownloadAsync(
        HelpLightningClient client, string folder, IEnumerable<string> callIds, int parallelism = 4, Action<AttachmentDownloadProgress>? told = null,
        CancellationToken? cancellation = null, TimeProvider? clock = null) =>
        new AttachmentDownload(client, folder, new AttachmentDownloadOptions { Parallelism = parallelism, TimeProvider = clock ?? TimeProvider.System }).RunAsync(
            callIds.Select(id => new CallId(id)).ToAsyncEnumerable(), told is null ? null : new Tell<AttachmentDownloadProgress>(told), cancellation ?? DownloadSite.Cancellation);
}
