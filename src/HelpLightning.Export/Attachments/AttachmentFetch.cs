using System.Security.Cryptography;
using HelpLightning.Client;
using HelpLightning.Files;

namespace HelpLightning.Export;

/// <summary>Brings one attachment into the folder, from wherever an earlier run left it. Each by one at a time.</summary>
internal sealed class AttachmentFetch(string folder, AttachmentLog log, TimeProvider clock)
{
    private const int MostNames = 1000;

    /// <summary>How many bytes it has; null when it is not there whole.</summary>
    public long? Find(AttachmentKey key) =>
        log.Find(key.CallId.Value, key.AttachmentId) is { State: AttachmentState.Downloaded, File: { } file } known
        && new FileInfo(AttachmentPlace.FullPath(folder, file)) is { Exists: true } info && info.Length == known.Bytes
            ? info.Length
            : null;

    /// <param name="source">What is not there.</param>
    /// <param name="cancellationToken">Leaves what was received, for the next run.</param>
    /// <returns>How many bytes it has.</returns>
    /// <exception cref="HelpLightningException">It cannot be fetched. That is in the log.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public async Task<long> RunAsync(AttachmentSource source, CancellationToken cancellationToken)
    {
        (string call, long id) = (source.Key.CallId.Value, source.Key.AttachmentId);
        AttachmentPlace place = new(folder, call, id, source.Attachment.Name);
        AttachmentEntry entry = new(call, id, source.Attachment.Name ?? "", AttachmentState.Begun, clock.GetUtcNow());
        try
        {
            return await DownloadAsync(source, place, entry, log.Find(call, id), cancellationToken).ConfigureAwait(false);
        }
        catch (HelpLightningException e)
        {
            // Only what says that it is not there. A refusal may be of a firewall, behind which a run would save nothing and be content.
            AttachmentState state = e is HelpLightningNotFoundException ? AttachmentState.Gone : AttachmentState.Failed;
            DiscardPart(place, isGone: state == AttachmentState.Gone);
            AttachmentEntry? begun = state == AttachmentState.Gone ? null : log.Find(call, id);
            log.Add(entry with
            {
                State = state,
                At = clock.GetUtcNow(),
                Reason = e.Message,
                EntityTag = begun?.EntityTag,
                SafeBytes = begun?.TrustedBytes,
            });
            throw;
        }
    }

    private async Task<long> DownloadAsync(
        AttachmentSource source, AttachmentPlace place, AttachmentEntry entry, AttachmentEntry? known, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(place.Folder);

        // Without a buffer: pieces come large enough, and what a full disk did not take must not be tried again when the file is closed.
        FileStream part = new(place.PartPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        await using (part.ConfigureAwait(false))
        {
            AttachmentPart tracker = AttachmentPart.GoOn(log, entry, known, part, source.Received, clock);
            string hash;
            try
            {
                await source.ResumeAsync(part, tracker, cancellationToken).ConfigureAwait(false);
                part.Flush(flushToDisk: true);
                part.Position = 0;
                hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(part, cancellationToken).ConfigureAwait(false));
            }
            catch (Exception e)
                when (e is HelpLightningException or OperationCanceledException or IOException or UnauthorizedAccessException)
            {
                tracker.TryMakeSafe();
                throw;
            }

            AttachmentEntry whole = entry with
            {
                State = AttachmentState.Downloaded,
                At = clock.GetUtcNow(),
                Bytes = part.Length,
                Sha256 = hash,
                EntityTag = tracker.EntityTag,
            };
            await part.DisposeAsync().ConfigureAwait(false);
            await FinishAsync(place, whole, cancellationToken).ConfigureAwait(false);
            return whole.Bytes.Value;
        }
    }

    /// <summary>
    /// The log is told the name before the file gets it: when the run ends in between, the next one finds the whole part
    /// and goes on here. A file that is there already and the same is taken, another one is left alone.
    /// </summary>
    private async Task FinishAsync(AttachmentPlace place, AttachmentEntry whole, CancellationToken cancellationToken)
    {
        for (int number = 1; number <= MostNames; number++)
        {
            string relative = place.Relative(number);
            string path = AttachmentPlace.FullPath(folder, relative);
            if (!Path.Exists(path))
            {
                log.Add(whole with { File = relative });
                if (DurableFile.TryName(place.PartPath, path))
                {
                    return;
                }
            }

            if (File.Exists(path) && await HashAsync(path, cancellationToken).ConfigureAwait(false) == whole.Sha256)
            {
                log.Add(whole with { File = relative });
                File.Delete(place.PartPath);
                return;
            }
        }

        throw new IOException($"There are {MostNames} other files named like '{place.Relative(1)}' in '{folder}' already. Move them away.");
    }

    /// <summary>A part is kept for the next run when there is something in it, and something to come.</summary>
    private static void DiscardPart(AttachmentPlace place, bool isGone)
    {
        FileInfo part = new(place.PartPath);
        if (part.Exists && (isGone || part.Length == 0))
        {
            part.Delete();
            if (!Directory.EnumerateFileSystemEntries(place.Folder).Any())
            {
                Directory.Delete(place.Folder);
            }
        }
    }

    private static async Task<string> HashAsync(string path, CancellationToken cancellationToken)
    {
        FileStream file = File.OpenRead(path);
        await using (file.ConfigureAwait(false))
        {
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken).ConfigureAwait(false));
        }
    }
}
