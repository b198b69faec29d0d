using HelpLightning.PartnerKeys;

namespace HelpLightning.Client.Tests;

internal static class TestClient
{
    public const string ApiKey = "test-api-key-0123456789";

    public static PartnerKey Key { get; } = PartnerKey.Create();

    public static PartnerTokenVerifier Verifier { get; } = new(new SiteId(54344), [Key.PublicKey]);

    public static HelpLightningOptions Options(string address) => new()
    {
        ApiKey = ApiKey,
        SiteId = 54344,
        PartnerKey = Key,
        BaseUrl = address,
        Timeout = TimeSpan.FromSeconds(20),
        RetryDelay = TimeSpan.FromMilliseconds(1),
    };

    public static HelpLightningClient For(ScriptedServer server) => HelpLightningClient.Create(Options(server.Address));

    public static string Page(int page, int totalPages, params int[] ids) =>
        $$"""{"entries":[{{string.Join(',', ids.Select(i => $$"""{"id":{{i}}}"""))}}],"page":{{page}},"page_size":2,"total_entries":{{totalPages * 2}},"total_pages":{{totalPages}}}""";
}
