using System.Collections.Concurrent;
using HelpLightning.Client;

namespace HelpLightning.Proxy;

/// <summary>A site or workspace that calls go to, by the name that its callers know it by.</summary>
public sealed class ProxySite
{
    /// <summary>Whoever may name persons could name many; what is forgotten is made anew.</summary>
    private const int MostPersons = 10_000;

    private readonly ConcurrentDictionary<string, HelpLightningCredentials> _persons = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="name">
    /// 1 to 64 letters, digits, dots, dashes and underscores; it goes into logs and metrics, and into the header by which callers choose.
    /// </param>
    /// <param name="client">Its credentials and address. Not disposed of.</param>
    /// <exception cref="ArgumentException">The name is not of this form.</exception>
    public ProxySite(string name, EnterpriseClient client)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(client);
        Name = ProxyName.Require(name, "a site", nameof(name));
        Client = client;
        Credentials = client.Credentials;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>Whose credentials the calls carry.</summary>
    public EnterpriseClient Client { get; }

    internal HelpLightningCredentials Credentials { get; }

    /// <param name="person">An e-mail address or a user id; null for the site itself.</param>
    internal HelpLightningCredentials CredentialsOf(string? person)
    {
        if (person is null)
        {
            return Credentials;
        }

        if (_persons.TryGetValue(person, out HelpLightningCredentials? known))
        {
            return known;
        }

        if (_persons.Count >= MostPersons)
        {
            _persons.Clear();
        }

        return _persons.GetOrAdd(person, Client.AsUserNamed(person).Credentials);
    }
}
