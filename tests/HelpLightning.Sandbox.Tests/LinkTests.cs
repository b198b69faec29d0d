using System.Net;
using System.Text.Json;

namespace HelpLightning.Sandbox.Tests;

public sealed class LinkTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    private const string Invite = "/api/v1/sessions/link/invite";

    [Theory]
    [InlineData("otu", @"/meet/link/[\w-]{12}\?sig=[0-9A-F]{8}$")]
    [InlineData("mhs", "/meet/ann.field$")]
    [InlineData("tpi", @"/meet/link/[\w-]{12}\?sig=[0-9A-F]{8}$")]
    public async Task A_link_has_a_long_form_and_a_signature(string type, string form)
    {
        JsonElement link = await LinkAsync(type);
        Shape.Require("""{"link": "/^http/", "long_link": "/^http/", "signature": "/^[0-9a-f]+$/"}""", link);
        Assert.Matches(form, link.GetProperty("link").GetString());
        Assert.Equal(1, link.GetProperty("long_link").GetString()!.Count(c => c == '?'));
    }

    [Theory]
    [InlineData(
        """
            {"recipientName": "Bob", "recipientEmail": "bob@example.com", "recipientPhoneNumber": null, "linkType": 2,
             "message": "See you"}
            """,
        0, 1)]
    [InlineData("""{"name": "Bob", "recipientEmail": "bob@example.com", "linkType": "2"}""", 0, 1)]
    [InlineData("""{"recipientPhoneNumber": "+4930123456", "linkType": 1}""", 1, 0)]
    [InlineData("""{"recipientPhoneNumber": "030 123456", "linkType": 1}""", 1, 1048)]
    [InlineData("""{"recipientEmail": "not an address", "linkType": 1}""", 100, 1)]
    public async Task An_invitation_has_a_result_for_each_way(string body, int email, int sms)
    {
        JsonElement result = await fixture.OkAsync("POST", Invite, await fixture.UserTokenAsync(), body);
        Shape.Require("""{"email_result": 0, "sms_result": 1}""", result);
        Assert.Equal((email, sms), (result.GetProperty("email_result").GetInt32(), result.GetProperty("sms_result").GetInt32()));
    }

    [Fact]
    public async Task A_link_that_is_sent_along_must_be_signed()
    {
        JsonElement link = await LinkAsync("otu");
        string body =
            $$"""
            {"recipientEmail": "bob@example.com", "linkType": 2, "invite": "{{link.GetProperty("link").GetString()}}",
             "signature": "{{link.GetProperty("signature").GetString()}}"}
            """;
        await fixture.OkAsync("POST", Invite, await fixture.UserTokenAsync(), body);
        Answer forged = await fixture.CallAsync(
            "POST", Invite, await fixture.UserTokenAsync(),
            body.Replace("\"signature\": \"", "\"signature\": \"0", StringComparison.Ordinal));
        Assert.Contains("'signature'", forged.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/v1/sessions/link", """{"linkType": "xyz"}""", "'linkType'")]
    [InlineData(Invite, """{"linkType": 2}""", "'recipientEmail'")]
    [InlineData(Invite, """{"linkType": 3, "recipientEmail": "bob@example.com"}""", "'linkType'")]
    [InlineData(Invite, """{"linkType": 2, "recipientEmail": "bob@example.com", "message": "<b>"}""", "'message'")]
    public async Task A_wrong_field_is_named(string path, string body, string says)
    {
        Answer answer = await fixture.CallAsync("POST", path, await fixture.UserTokenAsync(), body);
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains(says, answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_personal_room_can_be_sent() => Shape.Require(
        """{"email_result": 0}""",
        await fixture.OkAsync(
            "POST", "/api/v1/personal_room/invite", await fixture.UserTokenAsync(), """{"name": "Bob", "email": "bob@example.com"}"""));

    private async Task<JsonElement> LinkAsync(string type) =>
        await fixture.OkAsync("POST", "/api/v1/sessions/link", await fixture.UserTokenAsync(), $$"""{"linkType": "{{type}}"}""");
}
