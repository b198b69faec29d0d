using HelpLightning.Client;
using HelpLightning.Webhooks;

namespace TicketNotes;

/// <summary>A call is over: its ticket is told who talked, when and for how long.</summary>
internal sealed class NoteOfCall(CallRecords records, NoteWriter writer, Tickets tickets, ILogger<NoteOfCall> log)
    : IWebhookHandler<CallEnded>
{
    public async ValueTask HandleAsync(CallEnded happened, WebhookContext context, CancellationToken cancellationToken)
    {
        Call call = await records.GetAsync(happened, context, cancellationToken);
        if (TicketTag.In(call) is not { Count: > 0 } named)
        {
            NoteLog.NoTicket(log, call.Id);
            return;
        }

        if (call.EndedAt is null)
        {
            throw new WebhookRetryException($"Help Lightning still has the call {call.Id} as running: how long it took is not known yet.");
        }

        await tickets.PutNoteAsync(named, NoteWriter.KeyOf(call), writer.Write(call), cancellationToken);

        // People often tag a call at its end, after its pictures were made. Those that have a note get the same one again.
        foreach (Attachment attachment in await records.ListAttachmentsAsync(call, context, cancellationToken))
        {
            await tickets.PutNoteAsync(named, NoteWriter.KeyOf(attachment), writer.Write(attachment, call), cancellationToken);
        }

        NoteLog.Written(log, call.Id, string.Join(", ", named));
    }
}
