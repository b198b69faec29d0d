using System.Collections.Concurrent;
using System.Text.Json;
using HelpLightning.PartnerKeys;
using HelpLightning.Sandbox;

namespace HelpLightning.Samples.Tests;

/// <summary>A sandbox, a key file that opens it, and a record of what it was asked.</summary>
internal sealed class Site : IAsyncDisposable
{
    public const string ApiKey = "samples-api-key-42";

    private static readonly PartnerKey Key = PartnerKey.Create();

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hl-samples-");
    private HelpLightningSandbox? _sandbox;

    public string KeyFile => PathTo("key.pem");

    public HelpLightningSandbox Sandbox => _sandbox!;

    public Uri Address => Sandbox.BaseAddress;

    /// <summary>Requests that were answered with success, such as <c>POST /api/v1/sessions</c>.</summary>
    public ConcurrentQueue<string> Answered { get; } = new();

    /// <param name="ahead">How far its clock is ahead of this machine's.</param>
    public static async Task<Site> StartAsync(TimeSpan ahead = default)
    {
        Site site = new();
        Key.WritePemFile(site.KeyFile);
        site._sandbox = await HelpLightningSandbox.StartAsync(
            new HelpLightningSandboxOptions
            {
                PartnerPublicKeys = [Key.PublicKey],
                ApiKey = ApiKey,
                ClockOffset = ahead,
                RequestLog = entry => site.Answered.Enqueue($"{entry.Method} {entry.Path} {entry.Status}"),
            },
            TestContext.Current.CancellationToken);
        return site;
    }

    public string PathTo(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>The settings of a sample, as environment variables.</summary>
    public Dictionary<string, string> Settings(Uri? address = null) => new()
    {
        ["HelpLightning__ApiKey"] = ApiKey,
        ["HelpLightning__SiteId"] = "54344",
        ["HelpLightning__PartnerKeyFile"] = KeyFile,
        ["HelpLightning__BaseAddress"] = (address ?? Address).ToString(),
        ["HelpLightning__MaxRetries"] = "0",
    };

    /// <summary>Adds somebody.</summary>
    public async Task InviteAsync(string email)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(Address, "/api/v1r1/enterprise/users"))
        {
            Content = new StringContent(JsonSerializer.Serialize(new { name = "New Person", email }), System.Text.Encoding.UTF8, "application/json"),
        };
        using JsonDocument invited = await SendAsync(request);
        Assert.Equal(email, invited.RootElement.GetProperty("email").GetString());
    }

    /// <summary>The address of one of the sandbox's people who can be called, and is not the technician.</summary>
    public async Task<string> FindExpertAsync(string technician)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri(Address, "/api/v1r1/enterprise/users?page_size=40"));
        using JsonDocument people = await SendAsync(request);
        return people.RootElement.GetProperty("entries").EnumerateArray()
            .Where(static one => one.GetProperty("active").GetBoolean())
            .Select(static one => one.GetProperty("email").GetString()!)
            .First(email => email != technician);
    }

    private static async Task<JsonDocument> SendAsync(HttpRequestMessage request)
    {
        request.Headers.Add("x-helplightning-api-key", ApiKey);
#pragma warning disable RS0030 // the token goes raw, without a scheme
        request.Headers.TryAddWithoutValidation("Authorization", new PartnerTokenSigner(Key, new SiteId(54344)).Sign().Reveal());
#pragma warning restore RS0030
        using HttpClient http = new();
        using HttpResponseMessage response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        await _sandbox!.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
