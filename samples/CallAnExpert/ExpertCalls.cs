using HelpLightning.Client;

namespace CallAnExpert;

/// <summary>All that has to do with Help Lightning. Tokens stay in here; what comes out is a link.</summary>
internal sealed class ExpertCalls(HelpLightningClient helpLightning)
{
    /// <summary>Opens a session between a technician and an expert, rings the expert, and makes the technician's way in.</summary>
    /// <returns>The one-time link that the technician's browser opens.</returns>
    /// <exception cref="ExpertNotFoundException">There is no such expert.</exception>
    /// <exception cref="HelpLightningException">The call cannot be set up; a <see cref="HelpLightningNotFoundException"/> when the technician is unknown.</exception>
    public async Task<Uri> CallAsync(string technicianEmail, string expertEmail, CancellationToken cancellationToken)
    {
        UserClient technician = helpLightning.AsUser(technicianEmail);
        if (await technician.Contacts.FindByEmailAsync(expertEmail, cancellationToken) is not { Active: not false } expert)
        {
            throw new ExpertNotFoundException(expertEmail);
        }

        Session session = await technician.Sessions.CreateAsync([expert], cancellationToken);

        // The link comes before the ringing: an expert who picks up shall not wait for somebody who cannot come.
        CallLink link = await technician.Links.CreateAsync(LinkType.OneTime, cancellationToken);

        // A session alone rings nobody; starting video does. Its answer is for programs that bring a media client of their
        // own: it holds a token, so it ends here.
        _ = await technician.Sessions.Open(session).StartVideoAsync(cancellationToken);
        return link.Link;
    }
}
