using System.Net;
using HelpLightning.PartnerKeys;

namespace HelpLightning.Sandbox.Tests;

public sealed class LifecycleTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Several_run_at_once_and_know_only_their_own_keys()
    {
        await using HelpLightningSandbox first = await StartAsync(
            new() { PartnerPublicKeys = [SandboxFixture.Key.PublicKey], ApiKey = "first" });
        await using HelpLightningSandbox second = await StartAsync(
            new() { PartnerPublicKeys = [SandboxFixture.StrangersKey.PublicKey], ApiKey = "second" });
        Assert.NotEqual(first.BaseAddress, second.BaseAddress);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(first, SandboxFixture.Key));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(second, SandboxFixture.Key));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(second, SandboxFixture.StrangersKey));
    }

    [Fact]
    public async Task The_same_seed_number_gives_the_same_people_and_another_others()
    {
        string one = await PeopleAsync(new() { SeedNumber = 1 });
        Assert.Equal(one, await PeopleAsync(new() { SeedNumber = 1 }));
        Assert.NotEqual(one, await PeopleAsync(new() { SeedNumber = 2 }));
        Assert.Contains("\"total_entries\":0", await PeopleAsync(new() { Seed = SandboxSeed.None }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/v1/enterprise/calls?page_size=300")]
    [InlineData("/api/v1r1/enterprise/pods")]
    public async Task The_same_seed_number_gives_the_same_calls_and_groups(string path)
    {
        await using SandboxFixture first = new();
        await using SandboxFixture second = new();
        await first.InitializeAsync();
        await second.InitializeAsync();
        Assert.Equal((await first.GetAsync(path)).Body, (await second.GetAsync(path)).Body);
    }

    [Fact]
    public async Task A_hundred_thousand_people_are_there()
    {
        string page = await PeopleAsync(new() { Seed = SandboxSeed.Large }, "?page=2000&page_size=50");
        Assert.Contains("\"total_entries\":100000", page, StringComparison.Ordinal);
        Assert.Contains("\"id\":100000,", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_file_keeps_its_people_over_a_restart()
    {
        using TemporaryFile file = new();
        string before = await PeopleAsync(new() { DataFile = file.Path, SeedNumber = 5 });
        string after = await PeopleAsync(new() { DataFile = file.Path, SeedNumber = 6, Seed = SandboxSeed.Large });
        Assert.Equal(before, after);
    }

    [Fact]
    public async Task A_file_of_another_program_is_left_alone()
    {
        using TemporaryFile file = new();
        await File.WriteAllTextAsync(
            file.Path, "not a database, but somebody's work, longer than a header of SQLite would be: " + new string('x', 200),
            Cancellation);
        InvalidOperationException e = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(new() { DataFile = file.Path }));
        Assert.Contains("a file of another program", e.Message, StringComparison.Ordinal);
        Assert.StartsWith("not a database", await File.ReadAllTextAsync(file.Path, Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_an_error_with_the_remedy()
    {
        IOException e = await Assert.ThrowsAsync<IOException>(() => StartAsync(new() { DataFile = "/nowhere/at/all.db" }));
        Assert.Contains("Check that its directory exists", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Disposing_frees_the_port_and_the_file()
    {
        using TemporaryFile file = new();
        HelpLightningSandbox sandbox = await StartAsync(
            new()
            {
                DataFile = file.Path,
                PartnerPublicKeys = [SandboxFixture.Key.PublicKey],
                ListenEndPoint = new IPEndPoint(FreedPort.Address, 0),
            });
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(sandbox, SandboxFixture.Key));
        int port = sandbox.BaseAddress.Port;
        await sandbox.DisposeAsync();
        FreedPort.Require(port);
        File.Delete(file.Path);
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(file.Path)!));
    }

    [Fact]
    public async Task A_taken_port_is_an_IOException()
    {
        await using HelpLightningSandbox sandbox = await StartAsync(new());
        await Assert.ThrowsAsync<IOException>(
            () => StartAsync(new() { ListenEndPoint = new IPEndPoint(IPAddress.Loopback, sandbox.BaseAddress.Port) }));
    }

    public static TheoryData<string, HelpLightningSandboxOptions> WrongOptions => new()
    {
        { "ListenEndPoint", new() { ListenEndPoint = new IPEndPoint(IPAddress.Any, 0) } },
        { "ListenEndPoint", new() { ListenEndPoint = IPEndPoint.Parse("192.168.0.1:80") } },
        { "ApiKey", new() { ApiKey = "" } },
        { "ApiKey", new() { ApiKey = "a b" } },
        { "ApiKeyRefusalStatus", new() { ApiKeyRefusalStatus = 418 } },
        { "SiteId", new() { SiteId = default } },
        { "WrongTokenKindStatus", new() { WrongTokenKindStatus = 418 } },
        { "UserPassword", new() { UserPassword = "" } },
        { "SignInTokenLife", new() { SignInTokenLife = TimeSpan.Zero } },
        { "IssuedTokenLife", new() { IssuedTokenLife = TimeSpan.MaxValue } },
        { "FileAddressLife", new() { FileAddressLife = TimeSpan.FromMilliseconds(5) } },
        { "ReportTime", new() { ReportTime = TimeSpan.FromSeconds(-1) } },
    };

    [Theory]
    [MemberData(nameof(WrongOptions))]
    public async Task A_wrong_option_is_named(string option, HelpLightningSandboxOptions options)
    {
        ArgumentException e = await Assert.ThrowsAsync<ArgumentException>(() => StartAsync(options));
        Assert.StartsWith(option, e.Message, StringComparison.Ordinal);
    }

    private static Task<HelpLightningSandbox> StartAsync(HelpLightningSandboxOptions options) =>
        HelpLightningSandbox.StartAsync(options, Cancellation);

    private static async Task<string> PeopleAsync(HelpLightningSandboxOptions options, string query = "?page_size=1000")
    {
        HelpLightningSandboxOptions withKey = new()
        {
            PartnerPublicKeys = [SandboxFixture.Key.PublicKey],
            DataFile = options.DataFile,
            Seed = options.Seed,
            SeedNumber = options.SeedNumber,
        };
        await using HelpLightningSandbox sandbox = await StartAsync(withKey);
        using HttpResponseMessage response = await GetAsync(sandbox, SandboxFixture.Key, query);
        return await response.Content.ReadAsStringAsync(Cancellation);
    }

    private static async Task<HttpStatusCode> StatusAsync(HelpLightningSandbox sandbox, PartnerKey key)
    {
        using HttpResponseMessage response = await GetAsync(sandbox, key, "");
        return response.StatusCode;
    }

    private static async Task<HttpResponseMessage> GetAsync(HelpLightningSandbox sandbox, PartnerKey key, string query)
    {
        using HttpClient http = new();
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri(sandbox.BaseAddress, "/api/v1r1/enterprise/users" + query));
        request.Headers.Add("x-helplightning-api-key", sandbox.ApiKey);
        request.Headers.Authorization = new(new PartnerTokenSigner(key, sandbox.SiteId).Sign().Reveal());
        return await http.SendAsync(request, Cancellation);
    }
}
