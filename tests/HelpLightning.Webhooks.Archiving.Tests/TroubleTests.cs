using System.Diagnostics;
using HelpLightning.Client;
using HelpLightning.Export;

namespace HelpLightning.Webhooks.Archiving.Tests;

/// <summary>Disks that are full, folders that cannot be had, and a program that is killed.</summary>
public sealed class TroubleTests(ArchiveSite site) : IClassFixture<ArchiveSite>
{
    private const int Large = 3_000_000;

    private static CancellationToken Cancellation => ArchiveSite.Cancellation;

    [Fact]
    public async Task A_full_disk_is_told_and_the_event_tried_again()
    {
        Attachment attachment = Assert.Single(await site.AddCallAsync("call_full", ("a.mp4", 10_000)));
        string folder = site.NewFolder();
        FullDisk disk = new(site.Client) { IsFull = true };
        using AttachmentArchive archive = new(folder, new AttachmentArchiveOptions());
        AttachmentArchiver archiver = new(disk, archive, new AttachmentArchiverOptions());
        Settlement full = await ArchiveSite.HandleAsync(archiver, ArchiveSite.EventOf(attachment));
        Assert.Equal(InboxEventState.Waiting, full.State);
        Assert.Equal("IOException: No space left on device. Make room: what is there stays, and the next attempt goes on with it.", full.Error);
        Assert.DoesNotContain(Folder.Files(folder), f => f.EndsWith("/a.mp4", StringComparison.Ordinal));
        disk.IsFull = false;
        Assert.Equal(InboxEventState.Handled, (await ArchiveSite.HandleAsync(archiver, ArchiveSite.EventOf(attachment, attempts: 1))).State);
        Assert.EndsWith("/a.mp4", Assert.Single(Folder.Files(folder)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_had_is_told_before_anybody_is_asked_and_tried_again()
    {
        Attachment attachment = Assert.Single(await site.AddCallAsync("call_folder", ("a.txt", 0)));
        string folder = site.NewFolder();
        await File.WriteAllTextAsync(folder, "mine", Cancellation);
        using AttachmentArchive archive = new(folder, new AttachmentArchiveOptions());
        AttachmentArchiver archiver = new(site.Client, archive, new AttachmentArchiverOptions());
        site.Sandbox.Requests.Clear();
        Settlement file = await ArchiveSite.HandleAsync(archiver, ArchiveSite.EventOf(attachment));
        Assert.Equal((InboxEventState.Waiting, $"IOException: '{folder}' is a file, not a directory. Name another one."), (file.State, file.Error));
        File.Delete(folder);

        using (AttachmentArchive other = new(folder, new AttachmentArchiveOptions()))
        {
            other.Open();
            Settlement taken = await ArchiveSite.HandleAsync(archiver, ArchiveSite.EventOf(attachment, attempts: 1));
            Assert.Equal(InboxEventState.Waiting, taken.State);
            Assert.Equal($"IOException: Another download into '{folder}' is running. Wait until it is done, or name another directory.", taken.Error);
        }

        Assert.Equal(0, site.AttachmentRequests());
        Assert.Equal(InboxEventState.Handled, (await ArchiveSite.HandleAsync(archiver, ArchiveSite.EventOf(attachment, attempts: 2))).State);
    }

    [Fact]
    public async Task A_program_that_is_killed_leaves_nothing_half_and_the_next_goes_on()
    {
        Attachment attachment = Assert.Single(await site.AddCallAsync("call_killed", ("large.mp4", Large)));
        string folder = site.NewFolder();
        long fault = site.Sandbox.Faults.Add($"/files/attachments/{attachment.Uuid}/** truncate");
        using (Process victim = Victim.Start(site, folder, "call_killed", attachment.Id))
        {
            Task<string> error = victim.StandardError.ReadToEndAsync(Cancellation);

            try
            {
                // It has half of the file, and waits before it asks for the rest.
                await Eventually.HoldsAsync(() => victim.HasExited || PartLength(folder) >= Large / 2);
                Assert.False(victim.HasExited, victim.HasExited ? await error : "");
            }
            finally
            {
                victim.Kill();
                await victim.WaitForExitAsync(CancellationToken.None);
            }
        }

        site.Sandbox.Faults.Remove(fault);
        Assert.EndsWith("/large.mp4.part", Assert.Single(Folder.Files(folder)), StringComparison.Ordinal);
        site.Sandbox.Requests.Clear();
        using (AttachmentArchive archive = new(folder, new AttachmentArchiveOptions()))
        {
            AttachmentArchiver archiver = new(site.Client, archive, new AttachmentArchiverOptions());
            Assert.Equal(InboxEventState.Handled, (await ArchiveSite.HandleAsync(archiver, ArchiveSite.EventOf(attachment))).State);
        }

        Assert.Equal(206, site.Sandbox.Requests.List().Single(r => r.Path.StartsWith("/files/", StringComparison.Ordinal)).Status);
        string whole = Assert.Single(Folder.Files(folder));
        Assert.EndsWith("/large.mp4", whole, StringComparison.Ordinal);
        Folder.RequireSums(folder);
        byte[] content = await site.ContentAsync(attachment);
        byte[] kept = await File.ReadAllBytesAsync(Path.Combine(folder, whole), Cancellation);
        Assert.True(content.AsSpan().SequenceEqual(kept));
    }

    private static long PartLength(string folder) =>
        Folder.Files(folder).Select(f => new FileInfo(Path.Combine(folder, f))).Where(f => f.Exists).Sum(f => f.Length);

    /// <summary>A client whose downloads the disk does not take.</summary>
    private sealed class FullDisk(EnterpriseClient client) : EnterpriseClient
    {
        public bool IsFull { get; set; }

        public override AttachmentsClient Attachments => new Downloads(client.Attachments, this);

        private sealed class Downloads(AttachmentsClient attachments, FullDisk disk) : AttachmentsClient
        {
            public override Task<Attachment> GetAsync(CallId callId, long id, CancellationToken cancellationToken = default) =>
                attachments.GetAsync(callId, id, cancellationToken);

            public override Task<long> ResumeAsync(
                Attachment attachment, Stream destination, DownloadResume? resume, IProgress<DownloadProgress>? progress = null, CancellationToken cancellationToken = default) =>
                disk.IsFull
                    ? throw new IOException("No space left on device", OperatingSystem.IsWindows() ? unchecked((int)0x80070070) : 28)
                    : attachments.ResumeAsync(attachment, destination, resume, progress, cancellationToken);
        }
    }
}
