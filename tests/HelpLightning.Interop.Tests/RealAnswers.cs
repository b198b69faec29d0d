using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using HelpLightning.Sandbox;

namespace HelpLightning.Interop.Tests;

/// <summary>Walks through the API by hand-written requests, each with the token that its route takes.</summary>
internal sealed class RealAnswers(HttpClient http, HelpLightningSandbox sandbox, Func<string> partnerToken)
{
    private readonly List<RealAnswer> _answers = [];

    public async Task<List<RealAnswer>> CollectAsync()
    {
        string user = (await EnterpriseAsync()).GetProperty("token").GetString()!;
        await ReportsAsync();
        await CallsAsync();
        await UserAsync(user);
        await ThreadAsync(user);
        return _answers;
    }

    /// <summary>Answers the detail of an administrator.</summary>
    private async Task<JsonElement> EnterpriseAsync()
    {
        JsonElement users = await GetAsync("/api/v1r1/enterprise/users", query: "?page_size=50");
        await GetAsync("/api/v1/enterprise/users", query: "?page_size=3");
        JsonElement administrator = users.GetProperty("entries").EnumerateArray().First(u => u.GetProperty("role_id").GetInt32() == 1);
        JsonElement detail = await GetAsync("/api/v1r1/enterprise/users/{user_id}", Id(administrator));
        JsonElement groups = await GetAsync("/api/v1r1/enterprise/pods");
        string group = Id(groups.GetProperty("entries")[1]);
        await GetAsync("/api/v1r1/enterprise/pods/{pod_id}", group);
        await GetAsync("/api/v1/enterprise/pods/{pod_id}/users", group);
        await GetAsync("/api/v1/enterprise/pods/{pod_id}/calls", group);
        JsonElement workspaces = await GetAsync("/api/v1r1/enterprise/workspaces");
        await GetAsync("/api/v1r1/enterprise/workspaces/{workspace_id}", Id(workspaces.GetProperty("entries")[0]));
        JsonElement area = await SendAsync("POST", "/api/v1/enterprise/areas", body: """{"name": "Plant 4", "latitude": 52.5, "longitude": "13.4"}""");
        await GetAsync("/api/v1/enterprise/areas");
        await GetAsync("/api/v1/enterprise/areas/{area_id}", Id(area));
        await SendAsync("POST", "/api/v1/enterprise/areas/{area_id}/assets", Id(area), body: """{"name": "Pump", "serial": 7}""");
        await GetAsync("/api/v1/enterprise/areas/{area_id}/assets", Id(area));
        return detail;
    }

    private async Task ReportsAsync()
    {
        JsonElement job = await SendAsync("POST", "/api/v1r1/enterprise/reports/calls", body: "{}");
        await GetAsync("/api/v1r1/enterprise/reports/calls/{uuid}", job.GetProperty("uuid").GetString()!);
    }

    private async Task CallsAsync()
    {
        SandboxCall call = sandbox.Calls.Start("1", "2");
        sandbox.Calls.JoinAsGuest(call.CallId, "Kim");
        sandbox.Calls.AddAttachment(call.CallId, SandboxAttachmentKind.ScreenCapture);
        sandbox.Calls.AddAttachment(call.CallId, SandboxAttachmentKind.Recording);
        sandbox.Calls.Tag(call.CallId, "pump");
        await GetAsync("/api/v1/enterprise/calls", query: "?page_size=50");
        await GetAsync("/api/v1/enterprise/calls/range", query: "?from_date=0");
        await GetAsync("/api/v1/enterprise/calls/{call_id}", call.CallId);
        await GetAsync("/api/v1/enterprise/sessions/{session_id}", call.SessionId);
        JsonElement files = await GetAsync("/api/v1r1/enterprise/calls/{call_id}/attachments", call.CallId);
        await GetAsync("/api/v1r1/enterprise/calls/{call_id}/attachments/{attachment_id}", $"{call.CallId} {Id(files[0])}");
        await GetAsync("/api/v1r1/enterprise/workboxes/by_call_id/{call_id}", call.CallId);
    }

    private async Task UserAsync(string user)
    {
        await GetAsync("/api/v1r1/user", token: user);
        await GetAsync("/api/v1/info", token: user);
        await GetAsync("/api/v1/enterprises", token: user);
        foreach (string search in (string[])["directory", "personal", "team", "favorites", "on_call_groups", "on_call_group_favorites"])
        {
            await GetAsync("/api/v1r1/user/search/" + search, token: user);
        }

        JsonElement found = await SendAsync("POST", "/api/v1/search", body: """{"search_term": "a", "include_token": true}""", token: user);
        string contact = found.EnumerateArray().Last().GetProperty("token").GetString()!;
        JsonElement session = await SendAsync("POST", "/api/v1/sessions", body: $$"""{"contact_tokens": ["{{contact}}"]}""", token: user);
        await GetAsync("/api/v1/sessions/{session_id}", session.GetProperty("id").GetString()!, token: user);
        await SendAsync("POST", "/api/v1/session/video", body: $$"""{"user_token": "{{user}}"}""", token: session.GetProperty("token").GetString()!);
        await SendAsync("POST", "/api/v1/sessions/link", body: """{"linkType": "otu"}""", token: user);
    }

    private async Task ThreadAsync(string user)
    {
        JsonElement thread = await SendAsync("POST", "/api/v1r1/workboxes", body: """{"title": "Pump 12", "participants": []}""", token: user);
        string token = thread.GetProperty("token").GetString()!;
        await GetAsync("/api/v1r1/workboxes", token: user);
        await GetAsync("/api/v1r1/workboxes/{workbox_id}", Id(thread), token: user);
        await GetAsync("/api/v1/enterprise/workboxes/{workbox_id}", Id(thread));
        await SendAsync("POST", "/api/v1r1/workbox/invite", body: """{"name": "Kim", "email": "kim@example.com"}""", token: token);
        await SendAsync("POST", "/api/v1r1/workbox/invite/silent", body: """{"name": "Kim"}""", token: token);
        JsonElement message = await SendAsync(
            "POST", "/api/v1r1/workbox/messages", body: """{"username": "ann", "type": "Text", "version": 2, "metadata": {"message": "hello"}}""", token: token);
        await GetAsync("/api/v1r1/workbox/messages", token: token);
        await GetAsync("/api/v1r1/workbox/messages/{message_id}", Id(message), token: token);
        await GetAsync("/api/v1r1/workbox/messages/recent_history", token: token, query: "?limit=5");
        await GetAsync("/api/v1r1/workbox/messages/history_by_direction", token: token, query: $"?message_id={Id(message)}&direction=DESC");
    }

    private static string Id(JsonElement row) => row.GetProperty("id").GetRawText();

    private Task<JsonElement> GetAsync(string path, string id = "", string query = "", string? token = null) => SendAsync("GET", path, id, query, null, token);

    private async Task<JsonElement> SendAsync(string method, string path, string id = "", string query = "", string? body = null, string? token = null)
    {
        string real = path;
        foreach (string part in id.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            int brace = real.IndexOf('{', StringComparison.Ordinal);
            real = $"{real[..brace]}{part}{real[(real.IndexOf('}', StringComparison.Ordinal) + 1)..]}";
        }

        using HttpRequestMessage request = new(new HttpMethod(method), new Uri(sandbox.BaseAddress, real + query));
        request.Headers.Add("x-helplightning-api-key", sandbox.ApiKey);
#pragma warning disable RS0030 // the raw token is no scheme and parameter
        request.Headers.TryAddWithoutValidation("Authorization", token ?? partnerToken());
#pragma warning restore RS0030
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        }

        using HttpResponseMessage response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"{method} {real} {(int)response.StatusCode}: {text}");
        _answers.Add(new RealAnswer(method, path, (int)response.StatusCode, text));
        using JsonDocument document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
