using HelpLightning.Client;
using HelpLightning.Webhooks;

namespace TicketNotes;

/// <summary>A recording, a capture or a file was added to a call, perhaps long after its end: its ticket is told.</summary>
internal sealed class NoteOfAttachment(CallRecords records, NoteWriter writer, Tickets tickets, ILogger<NoteOfAttachment> log)
    : IWebhookHandler<AttachmentCreated>
{
    public async ValueTask HandleAsync(AttachmentCreated happened, WebhookContext context, CancellationToken cancellationToken)
    {
        if (happened is { AttachmentId: null, AttachmentUuid: null })
        {
            throw new WebhookDeadLetterException("The event names no attachment: there is nothing to ask about. Look at its body.");
        }

        Call call = await records.GetAsync(happened, context, cancellationToken);
        if (TicketTag.In(call) is not { Count: > 0 } named)
        {
            NoteLog.NoTicket(log, call.Id);
            return;
        }

        IReadOnlyList<Attachment> there = await records.ListAttachmentsAsync(call, context, cancellationToken);
        Attachment attachment = there.FirstOrDefault(one => Is(one, happened))
            ?? throw new WebhookRetryException(
                $"Help Lightning does not list attachment {happened.AttachmentId} ({happened.AttachmentUuid}) of the call {call.Id} yet.");
        await tickets.PutNoteAsync(named, NoteWriter.KeyOf(attachment), writer.Write(attachment, call), cancellationToken);
        NoteLog.Written(log, call.Id, string.Join(", ", named));
    }

    private static bool Is(Attachment one, AttachmentCreated happened) =>
        happened.AttachmentId is { } id ? one.Id == id : one.Uuid is not null && one.Uuid == happened.AttachmentUuid;
}
