using HelpLightning.Client;
using HelpLightning.Export;

namespace HelpLightning.Webhooks.Archiving.Tests;

/// <summary>An archive of somebody's own, as docs/archive.md shows one.</summary>
public sealed class OwnArchiveTests(ArchiveSite site) : IClassFixture<ArchiveSite>
{
    [Fact]
    public async Task It_gets_all_it_needs_to_know_and_only_what_is_whole()
    {
        Attachment attachment = Assert.Single(await site.AddCallAsync("call_bucket", ("../pump.mp4", 3_000_000)));
        Bucket bucket = new();
        AttachmentArchiver archiver = new(site.Client, new BucketArchive(bucket), new AttachmentArchiverOptions());
        site.Sandbox.Faults.Add($"/files/attachments/{attachment.Uuid}/** truncate next=1");
        Settlement broken = await ArchiveSite.HandleAsync(archiver, ArchiveSite.EventOf(attachment));
        Assert.Equal(InboxEventState.Waiting, broken.State);
        Assert.StartsWith("HelpLightningUnreachableException: ", broken.Error, StringComparison.Ordinal);
        Assert.Empty(bucket.Objects);
        Assert.True(bucket.Begun);

        Settlement whole = await ArchiveSite.HandleAsync(archiver, ArchiveSite.EventOf(attachment, attempts: 1));
        Assert.Equal(InboxEventState.Handled, whole.State);
        KeyValuePair<string, (byte[] Content, string Name, long? Length)> kept = Assert.Single(bucket.Objects);
        Assert.Equal($"call_bucket/{attachment.Id}", kept.Key);
        Assert.Equal(("_pump.mp4", 3_000_000), (kept.Value.Name.TrimStart('.', '_').Insert(0, "_"), kept.Value.Length));
        Assert.Equal(await site.ContentAsync(attachment), kept.Value.Content);

        site.Sandbox.Requests.Clear();
        Assert.Equal(InboxEventState.Handled, (await ArchiveSite.HandleAsync(archiver, ArchiveSite.EventOf(attachment))).State);
        Assert.Empty(site.Sandbox.Requests.List());
        Assert.Equal(InboxEventState.Handled, (await ArchiveSite.HandleAsync(archiver, ArchiveSite.EventOf(attachment, "uuid only"))).State);
        Assert.Equal((1, 0), (site.AttachmentRequests(), site.FileRequests()));
    }

    [Fact]
    public async Task What_is_not_there_yet_never_begins_an_upload()
    {
        Attachment attachment = Assert.Single(await site.AddCallAsync("call_no_file", ("a.mp4", 10)));
        using Doorman door = new(request => request.RequestUri!.AbsolutePath.StartsWith("/files/", StringComparison.Ordinal) ? Doorman.NotFound() : null);
        using HelpLightningClient client = site.NewClient(door);
        Bucket bucket = new();
        Settlement waiting = await ArchiveSite.HandleAsync(
            new AttachmentArchiver(client, new BucketArchive(bucket), new AttachmentArchiverOptions()), ArchiveSite.EventOf(attachment));
        Assert.Equal(InboxEventState.Waiting, waiting.State);
        Assert.Contains("its file is not there", waiting.Error, StringComparison.Ordinal);
        Assert.False(bucket.Begun);
    }

    private sealed class BucketArchive(Bucket bucket) : IAttachmentArchive
    {
        public ValueTask<bool> ContainsAsync(AttachmentKey key, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(bucket.Objects.ContainsKey(key.Path));

        public async Task<StoredAttachment> StoreAsync(AttachmentSource source, CancellationToken cancellationToken = default)
        {
            await using AttachmentContent content = await source.OpenAsync(cancellationToken);
            await bucket.PutAsync(source.Key.Path, content.Stream, content.Length, source.Name, cancellationToken);
            return new StoredAttachment(IsNew: true, content.BytesReceived);
        }
    }

    /// <summary>As stores of objects are: an object is there once its stream has been read to the end.</summary>
    private sealed class Bucket
    {
        public Dictionary<string, (byte[] Content, string Name, long? Length)> Objects { get; } = [];

        public bool Begun { get; private set; }

        public async Task PutAsync(string key, Stream content, long? length, string name, CancellationToken cancellationToken)
        {
            Begun = true;
            using MemoryStream received = new();
            await content.CopyToAsync(received, cancellationToken);
            Objects.Add(key, (received.ToArray(), name, length));
        }
    }
}
