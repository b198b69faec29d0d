using HelpLightning.Client;
using HelpLightning.Webhooks;
using Microsoft.Extensions.Options;

namespace TicketNotes;

/// <summary>What Help Lightning's API knows about the call of an event. The event itself tells little more than the call's id.</summary>
internal sealed class CallRecords(HelpLightningClient helpLightning, IOptions<TicketOptions> options)
{
    /// <exception cref="WebhookRetryException">The API does not have the call (yet).</exception>
    /// <exception cref="WebhookDeadLetterException">The event names no call.</exception>
    public async Task<Call> GetAsync(CallEvent happened, WebhookContext context, CancellationToken cancellationToken)
    {
        CallId id = IdOf(happened);
        try
        {
            return await ClientFor(context).Calls.GetAsync(id, cancellationToken);
        }
        catch (HelpLightningNotFoundException e)
        {
            throw new WebhookRetryException(
                $"Help Lightning does not know the call {id} yet. If it never does, it is a call of a workspace: "
                + $"name that one for the secret '{context.SignedBy}' in Tickets:Workspaces.",
                e);
        }
    }

    /// <summary>The recordings, captures and files of a call that are there by now.</summary>
    public Task<IReadOnlyList<Attachment>> ListAttachmentsAsync(
        Call call, WebhookContext context, CancellationToken cancellationToken) => ClientFor(context).Attachments.ListAsync(call.Id, cancellationToken);

    /// <summary>An event does not say in which workspace it happened. Each one's webhook has a secret of its own: that one tells.</summary>
    private EnterpriseClient ClientFor(WebhookContext context) =>
        options.Value.Workspaces.TryGetValue(context.SignedBy ?? "", out long workspace)
            ? helpLightning.AsWorkspace(workspace)
            : helpLightning;

    private static CallId IdOf(CallEvent happened)
    {
        try
        {
            return new CallId(happened.CallId ?? "");
        }
        catch (ArgumentException e)
        {
            throw new WebhookDeadLetterException("The event names no call: there is nothing to ask about. Look at its body.", e);
        }
    }
}
