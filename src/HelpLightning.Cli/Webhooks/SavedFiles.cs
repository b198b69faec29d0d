using HelpLightning.Client;
using HelpLightning.Export;
using HelpLightning.Webhooks;
using HelpLightning.Webhooks.Archiving;

namespace HelpLightning.Cli.Webhooks;

/// <summary>The folder that <c>hl webhooks listen --save-attachments</c> fills, which tells of each file.</summary>
internal sealed class SavedFiles : IAttachmentArchive, IDisposable
{
    private readonly AttachmentArchive _folder;
    private readonly ListenScreen _screen;
    private readonly AttachmentArchiver _archiver;

    /// <param name="folder">Where; it is taken now.</param>
    /// <param name="client">Whom to ask for files. Not disposed.</param>
    /// <param name="screen">Where it is told.</param>
    /// <param name="clock">The time.</param>
    /// <exception cref="IOException">The folder cannot be written, or another process has it.</exception>
    public SavedFiles(string folder, EnterpriseClient client, ListenScreen screen, TimeProvider clock)
    {
        _folder = new AttachmentArchive(folder, new AttachmentArchiveOptions { TimeProvider = clock });
        _screen = screen;
        _archiver = new AttachmentArchiver(client, this, new AttachmentArchiverOptions());
        _folder.Open();
    }

    public ValueTask HandleAsync(AttachmentCreated happened, WebhookContext context, CancellationToken cancellationToken) =>
        _archiver.HandleAsync(happened, context, cancellationToken);

    public ValueTask<bool> ContainsAsync(AttachmentKey key, CancellationToken cancellationToken) =>
        _folder.ContainsAsync(key, cancellationToken);

    public async Task<StoredAttachment> StoreAsync(AttachmentSource source, CancellationToken cancellationToken)
    {
        StoredAttachment stored = await _folder.StoreAsync(source, cancellationToken);
        if (stored.IsNew)
        {
            _screen.Saved(Path.Combine(source.Key.Path, source.Name), stored.Bytes);
        }

        return stored;
    }

    public void Dispose() => _folder.Dispose();
}
