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
        UserClient technician = helpLightning.ActAs(technicianEmail);
        Contact expert = await FindAsync(technician, expertEmail, cancellationToken);
        SessionClient session = await technician.Sessions.CreateAsync([expert], cancellationToken);

        // The link comes before the ringing: an expert who picks up shall not wait for somebody who cannot come.
        CallLink link = await technician.Links.CreateAsync(LinkType.OneTime, cancellationToken);
        Uri address = AddressOf(link);

        // A session alone rings nobody; starting video does. Its answer is for programs that bring a media client of their
        // own: it holds a token, so it ends here.
        _ = await session.StartVideoAsync(cancellationToken);
        return address;
    }

    private static async Task<Contact> FindAsync(UserClient technician, string email, CancellationToken cancellationToken)
    {
        // The directory tells addresses, and a search finds more than it was asked for: only the address itself counts.
        await foreach (Contact contact in technician.Contacts.SearchDirectoryAsync(email).WithCancellation(cancellationToken))
        {
            if (string.Equals(contact.Email, email, StringComparison.OrdinalIgnoreCase) && contact.Active != false)
            {
                return contact;
            }
        }

        throw new ExpertNotFoundException(email);
    }

    private static Uri AddressOf(CallLink link) =>
        Uri.TryCreate(link.Link, UriKind.Absolute, out Uri? address) && (address.Scheme == Uri.UriSchemeHttps || address.IsLoopback)
            ? address
            : throw new InvalidOperationException("Help Lightning answered with a link that is no web address.");
}
