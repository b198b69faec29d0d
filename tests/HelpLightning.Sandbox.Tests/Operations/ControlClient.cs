using System.Text;
using System.Text.Json;

namespace HelpLightning.Sandbox.Tests.Operations;

/// <summary>Control routes as curl would call them.</summary>
internal sealed class ControlClient(HelpLightningSandbox sandbox) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = sandbox.BaseAddress };

    public void Dispose() => _http.Dispose();

    public Task<ControlAnswer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    public Task<ControlAnswer> PostAsync(string path, string json = "{}") => SendAsync(HttpMethod.Post, path, json);

    public Task<ControlAnswer> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path, null);

    private async Task<ControlAnswer> SendAsync(HttpMethod method, string path, string? json)
    {
        using HttpRequestMessage request = new(method, new Uri("/_sandbox" + path, UriKind.Relative));
        request.Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return new ControlAnswer((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}

internal sealed record ControlAnswer(int Status, string Body)
{
    public JsonElement Json
    {
        get
        {
            Assert.True(Status == 200, $"{Status}: {Body}");
            return JsonDocument.Parse(Body).RootElement;
        }
    }

    public string Message => JsonDocument.Parse(Body).RootElement.GetProperty("message").GetString()!;
}
