namespace HelpLightning.Client;

/// <summary>Finding people with the rights of a site. Methods are virtual so that tests can replace them; safe for many threads.</summary>
public class ContactsClient
{
    private readonly ApiCaller _api;

    internal ContactsClient(ApiCaller api) => _api = api;

    /// <summary>For tests that replace methods.</summary>
    protected ContactsClient() => _api = null!;

    /// <summary>
    /// Finds people of Help Lightning by e-mail address, name and more. A whole address may find several: others match, and one
    /// person may be in several sites and workspaces. Results tell no e-mail address.
    /// </summary>
    /// <param name="term">What to look for; up to 255 characters.</param>
    /// <param name="includeTokens">True to get tokens that open a session with them.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    [Calls(nameof(PeopleSearch))]
    public virtual Task<IReadOnlyList<Contact>> SearchAsync(
        string term, bool includeTokens = true, CancellationToken cancellationToken = default) =>
        PeopleSearch.RunAsync(_api, term, includeTokens, cancellationToken);
}
