using System.Net;
using HelpLightning.Webhooks;
using Microsoft.Extensions.Options;

namespace TicketNotes;

/// <summary>All that has to do with the ticket system: for another one, replace this file.</summary>
internal sealed class Tickets(HttpClient http)
{
    public static void SetUp(IServiceProvider services, HttpClient http)
    {
        http.BaseAddress = new Uri(services.GetRequiredService<IOptions<TicketOptions>>().Value.Address.TrimEnd('/') + "/");
        http.Timeout = TimeSpan.FromSeconds(20);
    }

    /// <summary>
    /// Puts a note into tickets under a key. A note that has the key already is replaced, so that doing it twice leaves one: an event is
    /// handled at least once. A ticket system that can only add notes has to be asked first whether it has the key.
    /// </summary>
    /// <exception cref="HttpRequestException">The ticket system cannot be reached, or is in trouble: worth another attempt.</exception>
    /// <exception cref="WebhookDeadLetterException">A ticket is not there; the others have the note.</exception>
    public async Task PutNoteAsync(IReadOnlyList<string> tickets, string key, Note note, CancellationToken cancellationToken)
    {
        List<string> missing = [];
        foreach (string ticket in tickets)
        {
            using HttpResponseMessage response = await http.PutAsJsonAsync(
                $"tickets/{ticket}/notes/{Uri.EscapeDataString(key)}", note, cancellationToken);
            if (response.StatusCode == HttpStatusCode.NotFound)
            {
                missing.Add(ticket);
            }
            else
            {
                response.EnsureSuccessStatusCode();
            }
        }

        if (missing.Count > 0)
        {
            throw new WebhookDeadLetterException(
                $"The ticket system has no ticket {string.Join(", ", missing)}, for which there is the note {key}. Make the ticket again or "
                + "correct the tag of the call, then have the event retried. If no ticket is found at all, Tickets:Address is wrong.");
        }
    }
}
