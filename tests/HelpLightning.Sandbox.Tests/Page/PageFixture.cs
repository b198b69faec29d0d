using System.Net;
using System.Text.RegularExpressions;
using HelpLightning.PartnerKeys;

namespace HelpLightning.Sandbox.Tests.Page;

/// <summary>A sandbox whose page is used as a browser without JavaScript would: forms, redirects not followed.</summary>
public sealed partial class PageFixture : IAsyncLifetime
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    public static PartnerKey Key { get; } = PartnerKey.Create();

    public HelpLightningSandbox Sandbox { get; private set; } = null!;

    public string Origin => Sandbox.BaseAddress.GetLeftPart(UriPartial.Authority);

    public async ValueTask InitializeAsync() =>
        Sandbox = await HelpLightningSandbox.StartAsync(new HelpLightningSandboxOptions { PartnerPublicKeys = [Key.PublicKey] });

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Sandbox.DisposeAsync();
    }

    public async Task<(HttpResponseMessage Response, string Body)> GetAsync(string path) =>
        await SendAsync(new HttpRequestMessage(HttpMethod.Get, path));

    /// <summary>The secret that the page's forms carry.</summary>
    public async Task<string> TokenAsync() => TokenField().Match((await GetAsync("/")).Body).Groups[1].Value;

    /// <summary>Sends a form of the page as its own.</summary>
    public async Task<(HttpResponseMessage Response, string Body)> PostAsync(string action, params (string Name, string Value)[] fields) =>
        await PostRawAsync(action, [("_token", await TokenAsync()), .. fields], ("Origin", Origin), ("Sec-Fetch-Site", "same-origin"));

    /// <summary>Sends a form of a guest's page as its own.</summary>
    public async Task<(HttpResponseMessage Response, string Body)> PostToAsync(string path, params (string Name, string Value)[] fields) =>
        await SendFormAsync(path, [("_token", await TokenAsync()), .. fields], ("Origin", Origin), ("Sec-Fetch-Site", "same-origin"));

    public Task<(HttpResponseMessage Response, string Body)> PostRawAsync(
        string action, (string Name, string Value)[] fields, params (string Name, string Value)[] headers) =>
        SendFormAsync("/_sandbox/page" + action, fields, headers);

    public async Task<(HttpResponseMessage Response, string Body)> SendFormAsync(
        string path, (string Name, string Value)[] fields, params (string Name, string Value)[] headers)
    {
        HttpRequestMessage request = new(HttpMethod.Post, path)
        {
            Content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))),
        };
        foreach ((string name, string value) in headers)
        {
            request.Headers.Add(name, value);
        }

        return await SendAsync(request);
    }

    /// <summary>What the page says after a form: the notice, decoded.</summary>
    public async Task<(string Text, bool IsError)> NoticeAsync(HttpResponseMessage redirect)
    {
        Assert.Equal(HttpStatusCode.SeeOther, redirect.StatusCode);
        string page = (await GetAsync(redirect.Headers.Location!.OriginalString)).Body;
        Match notice = NoticeLine().Match(page);
        return (WebUtility.HtmlDecode(notice.Groups[2].Value), notice.Groups[1].Value == "bad");
    }

    private async Task<(HttpResponseMessage Response, string Body)> SendAsync(HttpRequestMessage request)
    {
        request.RequestUri = new Uri(Sandbox.BaseAddress, request.RequestUri!);
        HttpResponseMessage response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return (response, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [GeneratedRegex("name=\"_token\" value=\"([0-9a-f]{64})\"")]
    private static partial Regex TokenField();

    [GeneratedRegex("<p class=\"notice (good|bad)\">([^<]*)</p>")]
    private static partial Regex NoticeLine();
}
