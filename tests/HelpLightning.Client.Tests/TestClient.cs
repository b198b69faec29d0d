using HelpLightning.PartnerKeys;

namespace HelpLightning.Client.Tests;

internal static class TestClient
{
    public const string ApiKey = "test-api-key-0123456789";

    public static PartnerKey Key { get; } = PartnerKey.Create();

    /// <summary>Tells whose token it is. A test on a busy machine may look at a token long after it was sent, so its minute may be over.</summary>
    public static PartnerTokenVerifier Verifier { get; } =
        new(new SiteId(54344), [Key.PublicKey], new PartnerTokenVerifierOptions { ExpiryTolerance = TimeSpan.FromHours(1) });

    /// <summary>With limits that no machine is too slow for: a test about a limit sets its own.</summary>
    public static HelpLightningOptions Options(string address) => new()
    {
        ApiKey = ApiKey,
        SiteId = new(54344),
        PartnerKey = Key,
        BaseAddress = new Uri(address),
        Timeout = TimeSpan.FromMinutes(5),
        AttemptTimeout = TimeSpan.FromMinutes(2),
        RetryDelay = TimeSpan.FromMilliseconds(1),
    };

    public static HelpLightningClient For(ScriptedServer server) => HelpLightningClient.Create(Options(server.Address));

    public static string Page(int page, int totalPages, params int[] ids) =>
        $$"""{"entries":[{{string.Join(',', ids.Select(i => $$"""{"id":{{i}}}"""))}}],"page":{{page}},"page_size":2,"total_entries":{{totalPages * 2}},"total_pages":{{totalPages}}}""";
}
