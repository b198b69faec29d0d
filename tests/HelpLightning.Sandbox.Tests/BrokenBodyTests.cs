using System.Text.Json;
using HelpLightning.Sandbox.Tests.Operations;

namespace HelpLightning.Sandbox.Tests;

/// <summary>Bodies that are not what their headers announce: the caller's doing, and said so, on every kind of route.</summary>
public sealed class BrokenBodyTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    private const string Api = "/api/v1/sessions/link";
    private const string Control = "/_sandbox/events";
    private const string Page = "/_sandbox/page/clock/reset";
    private const string Form = "application/x-www-form-urlencoded";

    [Theory]
    [InlineData(Api, "application/json")]
    [InlineData(Control, "application/json")]
    [InlineData(Page, Form)]
    [InlineData(Page, "multipart/form-data; boundary=x")]
    public async Task A_length_beyond_every_limit_is_413(string path, string type) => await RequireAsync(
        await SendAsync(path, type, "Content-Length: 40000000", "{"), 413, "larger than");

    [Theory]
    [InlineData(Api, "application/json")]
    [InlineData(Control, "application/json")]
    [InlineData(Page, Form)]
    [InlineData(Page, "multipart/form-data; boundary=x")]
    public async Task A_chunk_of_no_size_is_400(string path, string type) => await RequireAsync(
        await SendAsync(path, type, "Transfer-Encoding: chunked", "ZZ\r\n{}\r\n0\r\n\r\n"), 400,
        "The request is malformed: Bad chunk size data.");

    [Theory]
    [InlineData(Api, "application/json")]
    [InlineData(Control, "application/json")]
    [InlineData(Page, Form)]
    public async Task A_body_that_stalls_is_408(string path, string type) => await RequireAsync(
        await SendAsync(path, type, "Content-Length: 50", "{"), 408, "did not come in time");

    [Theory]
    [InlineData("--x\r\n")]
    [InlineData("--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1")]
    public async Task A_form_that_ends_before_its_end_is_400(string body) => await RequireAsync(
        await SendAsync(Page, "multipart/form-data; boundary=x", $"Content-Length: {body.Length}", body), 400, "The form cannot be read");

    private async Task<RawAnswer> SendAsync(string path, string type, string length, string body)
    {
        string token = await fixture.UserTokenAsync();
        return await RawClient.SendAsync(fixture.Sandbox.BaseAddress, string.Join("\r\n",
        [
            $"POST {path} HTTP/1.1", $"Host: {fixture.Sandbox.BaseAddress.Authority}", "Connection: close", $"Content-Type: {type}", length,
            $"x-helplightning-api-key: {fixture.Sandbox.ApiKey}", $"Authorization: {token}", "", body,
        ]));
    }

    private async Task RequireAsync(RawAnswer answer, int status, string says)
    {
        Assert.True(answer.Status == status, $"{answer.Status} {answer.Body}");
        Assert.Contains(says, JsonDocument.Parse(answer.Body).RootElement.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("defect", answer.Body, StringComparison.Ordinal);
        await fixture.OkAsync("GET", "/api/v1r1/enterprise/users", fixture.Token());
    }
}
