using HelpLightning.Client;
using HelpLightning.PartnerKeys;

if (args is not [string keyFile, string site] || !SiteId.TryParse(site, null, out SiteId siteId))
{
    Console.Error.WriteLine("Usage: Tutorial KEY_FILE SITE_ID, with the API key in HL_API_KEY");
    return 2;
}

try
{
    // The vendor's tutorial: a key file and a site id become a token, valid for a minute.
    using PartnerKey key = PartnerKey.FromFile(keyFile);
    PartnerToken token = new PartnerTokenSigner(key, siteId).Sign();
    Console.WriteLine(token.Reveal());

    // And what it is for. The client signs a token whenever a request needs one.
    using HelpLightningClient client = HelpLightningClient.Create(new HelpLightningOptions
    {
        PartnerKey = key,
        SiteId = siteId,
        ApiKey = Environment.GetEnvironmentVariable("HL_API_KEY"),
        BaseAddress = Environment.GetEnvironmentVariable("HL_API_URL") is { } url ? new Uri(url) : null,
    });
    await foreach (User user in client.Users.ListAsync(options: new ListOptions { Order = "name", Limit = 5 }))
    {
        // Names are what people chose. In a program of yours, take control characters out before a terminal shows them.
        Console.WriteLine($"{user.Id} {user.Name} {user.Email}");
    }

    return 0;
}
catch (Exception e) when (e is PartnerKeyException or HelpLightningException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
