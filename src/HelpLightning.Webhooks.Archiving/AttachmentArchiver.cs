using System.Globalization;
using HelpLightning.Client;
using HelpLightning.Export;

namespace HelpLightning.Webhooks.Archiving;

/// <summary>
/// Archives each attachment that an event tells of: one call to the API, then the download. What is in the archive already is not asked
/// for again, so that the same event may come many times.
/// <para>
/// What is not there yet is tried again, each time after a longer delay (<see cref="WebhookRetryException"/>). Any other failure is left
/// to the inbox, which tries again as well. What was received stays, and the next attempt goes on with it where the archive can.
/// </para>
/// </summary>
public sealed class AttachmentArchiver : IWebhookHandler<AttachmentCreated>
{
    private readonly Func<WebhookContext, EnterpriseClient> _clientOf;
    private readonly IAttachmentArchive _archive;
    private readonly AttachmentArchiverOptions _options;

    /// <param name="client">Whom to ask. Not disposed.</param>
    /// <param name="archive">Where to keep them, such as an <see cref="AttachmentArchive"/>. Not disposed.</param>
    /// <param name="options">How.</param>
    public AttachmentArchiver(EnterpriseClient client, IAttachmentArchive archive, AttachmentArchiverOptions options)
        : this(Always(client), archive, options)
    {
    }

    /// <param name="clientOf">
    /// Whom to ask about an event: <see cref="WebhookContext.SignedBy"/> names the secret, and so the workspace. Called for each attempt,
    /// by many threads. What it gives is not disposed.
    /// </param>
    /// <param name="archive">Where to keep them, such as an <see cref="AttachmentArchive"/>. Not disposed.</param>
    /// <param name="options">How.</param>
    public AttachmentArchiver(
        Func<WebhookContext, EnterpriseClient> clientOf, IAttachmentArchive archive, AttachmentArchiverOptions options)
    {
        ArgumentNullException.ThrowIfNull(clientOf);
        ArgumentNullException.ThrowIfNull(archive);
        ArgumentNullException.ThrowIfNull(options);
        _clientOf = clientOf;
        _archive = archive;
        _options = options;
    }

    /// <inheritdoc/>
    /// <exception cref="WebhookRetryException">The API or the file server does not have it yet.</exception>
    /// <exception cref="WebhookDeadLetterException">The event does not say which attachment it is about.</exception>
    /// <exception cref="HelpLightningException">The API refuses, or cannot be reached.</exception>
    /// <exception cref="IOException">The archive cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The archive may not be written.</exception>
    public async ValueTask HandleAsync(AttachmentCreated happened, WebhookContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(happened);
        ArgumentNullException.ThrowIfNull(context);
        CallId call = CallOf(happened);
        if (happened.AttachmentId is { } id && await IsThereAsync(call, id, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        EnterpriseClient client = _clientOf(context) ?? throw new InvalidOperationException(
            $"There is no client for events that '{context.SignedBy}' signed. Give one for each secret.");
        string missing = "the API does not have it";
        try
        {
            if (await FindAsync(client, call, happened, cancellationToken).ConfigureAwait(false) is { } attachment)
            {
                // Only now is it known which one a uuid means.
                if (attachment.Id != happened.AttachmentId
                    && await IsThereAsync(call, attachment.Id, cancellationToken).ConfigureAwait(false))
                {
                    return;
                }

                missing = "the API has no address for it";
                if (attachment.SignedUrl is not null)
                {
                    missing = "its file is not there";
                    await _archive.StoreAsync(new AttachmentSource(client, attachment), cancellationToken).ConfigureAwait(false);
                    return;
                }
            }
        }
        catch (HelpLightningNotFoundException e)
        {
            throw NotYet(happened, context, missing, e);
        }

        throw NotYet(happened, context, missing, null);
    }

    private static Func<WebhookContext, EnterpriseClient> Always(EnterpriseClient client)
    {
        ArgumentNullException.ThrowIfNull(client);
        return _ => client;
    }

    private static CallId CallOf(AttachmentCreated happened)
    {
        if (happened is { AttachmentId: null, AttachmentUuid: null })
        {
            throw new WebhookDeadLetterException(
                "The event does not say which attachment it is about: no number and no uuid. The reconciler finds what it meant.");
        }

        try
        {
            return new CallId(happened.CallId ?? "");
        }
        catch (ArgumentException e)
        {
            throw new WebhookDeadLetterException("The event does not say which call it is about. The reconciler finds what it meant.", e);
        }
    }

    private ValueTask<bool> IsThereAsync(CallId call, long id, CancellationToken cancellationToken) =>
        _archive.ContainsAsync(new AttachmentKey(call, id), cancellationToken);

    /// <summary>One call, when the event has the number and the server knows the route. The list of the call knows the rest.</summary>
    private static async Task<Attachment?> FindAsync(
        EnterpriseClient client, CallId call, AttachmentCreated happened, CancellationToken cancellationToken)
    {
        if (happened.AttachmentId is { } id)
        {
            try
            {
                Attachment one = await client.Attachments.GetAsync(call, id, cancellationToken).ConfigureAwait(false);
                if (one.Id == id && one.SignedUrl is not null)
                {
                    return one;
                }
            }
            catch (HelpLightningException e) when (e is HelpLightningNotFoundException or HelpLightningMalformedReplyException)
            {
                // There is no such attachment yet, or no such route: the list knows which. So it does of one without an address.
            }
        }

        IReadOnlyList<Attachment> all = await client.Attachments.ListAsync(call, cancellationToken).ConfigureAwait(false);
        return all.FirstOrDefault(one => one.Id == happened.AttachmentId)
            ?? all.FirstOrDefault(one => one.Uuid is { } uuid && uuid.Equals(happened.AttachmentUuid, StringComparison.OrdinalIgnoreCase));
    }

    private WebhookRetryException NotYet(AttachmentCreated happened, WebhookContext context, string missing, Exception? because)
    {
        string which = happened.AttachmentId?.ToString(CultureInfo.InvariantCulture) ?? happened.AttachmentUuid!;
        return new WebhookRetryException(
            $"Attachment {which} of call {happened.CallId} was announced, but {missing}: not yet, or it has been deleted since.", because)
        {
            After = _options.DelayAfter(context.Attempt),
        };
    }
}
