using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace HelpLightning.Samples.Tests;

/// <summary>What a browser does with forms and cookies. It keeps all that it was ever sent, headers and bodies.</summary>
internal sealed partial class Browser : IDisposable
{
    private readonly HttpClient _http;
    private readonly StringBuilder _received = new();

    public Browser(Uri address)
    {
        // Redirects are followed here, so that the recorder sees them too.
        SocketsHttpHandler sockets = new() { AllowAutoRedirect = false, CookieContainer = new CookieContainer() };
        _http = new HttpClient(new Recorder(_received) { InnerHandler = sockets }) { BaseAddress = address };
    }

    public string Received => _received.ToString();

    public Task<(HttpStatusCode Status, string Page)> OpenAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path));

    /// <summary>Presses the button of a page's form: the one of the form for an action whose own value this is.</summary>
    public Task<(HttpStatusCode Status, string Page)> PressAsync(string page, string action, string value)
    {
        Match form = Forms().Matches(page).First(f => f.Groups["action"].Value == action && WebUtility.HtmlDecode(f.Groups["value"].Value) == value);
        return SendAsync(new HttpRequestMessage(HttpMethod.Post, action)
        {
            Content = new FormUrlEncodedContent(
            [
                new(form.Groups["hidden"].Value, WebUtility.HtmlDecode(form.Groups["token"].Value)),
                new(form.Groups["name"].Value, value),
            ]),
        });
    }

    public async Task<(HttpStatusCode Status, string Page)> SendAsync(HttpRequestMessage request)
    {
        using HttpResponseMessage response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        if (response.Headers.Location is { } other)
        {
            return await OpenAsync(other.ToString());
        }

        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public void Dispose() => _http.Dispose();

    [GeneratedRegex(
        """<form method="post" action="(?<action>[^"]*)">\s*<input type="hidden" name="(?<hidden>[^"]*)" value="(?<token>[^"]*)">\s*<button name="(?<name>[^"]*)" value="(?<value>[^"]*)">""")]
    private static partial Regex Forms();

    private sealed class Recorder(StringBuilder received) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
            await response.Content.LoadIntoBufferAsync(cancellationToken);
            received.Append(response.Headers).Append(response.Content.Headers).Append(await response.Content.ReadAsStringAsync(cancellationToken));
            return response;
        }
    }
}
