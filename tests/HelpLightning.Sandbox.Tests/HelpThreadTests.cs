using System.Net;
using System.Text.Json;

namespace HelpLightning.Sandbox.Tests;

public sealed class HelpThreadTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    private const string Inside = "/api/v1r1/workbox";

    [Fact]
    public async Task A_new_thread_is_open_and_its_detail_is_not_wrapped()
    {
        JsonElement opened = await fixture.OpenThreadAsync();
        Shape.Require($$"""{"id": 1, "token": "{{Examples.Jwt}}", "status": "/^REPORTED$/", "title": "/^Press 3 leaks$/"}""", opened);
        JsonElement detail = await fixture.OkAsync(
            "GET", $"/api/v1r1/workboxes/{opened.GetProperty("id").GetInt64()}", await fixture.UserTokenAsync());
        Shape.Require(Examples.Thread, detail);
        Assert.Equal(-1, detail.GetProperty("assigned_to").GetProperty("id").GetInt32());
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await fixture.CallAsync(
                "GET", $"/api/v1r1/workboxes/{opened.GetProperty("id").GetInt64()}", await fixture.UserTokenAsync(1))).Status);
    }

    [Fact]
    public async Task The_list_pages_by_cursor_with_the_last_active_first()
    {
        string user = await fixture.UserTokenAsync();
        List<long> opened = [];
        for (int i = 0; i < 25; i++)
        {
            opened.Add((await fixture.OpenThreadAsync()).GetProperty("id").GetInt64());
        }

        List<long> listed = [];
        string? after = "";
        while (after is not null)
        {
            JsonElement page = await fixture.OkAsync("GET", $"/api/v1r1/workboxes?status=OPEN{after}", user);
            Shape.Require(
                $$"""
            {"entries": [{"id": 1, "title": "", "unread_messages_count": 0, "last_active_at": "{{Examples.Time}}"}], "after": null}
            """,
                page);
            listed.AddRange(page.GetProperty("entries").EnumerateArray().Select(t => t.GetProperty("id").GetInt64()));
            after = page.GetProperty("after").GetString() is { } cursor ? "&after=" + cursor : null;
        }

        Assert.Equal(opened.AsEnumerable().Reverse(), listed.Take(25));
        Assert.Equal(listed.Count, listed.Distinct().Count());
    }

    [Fact]
    public async Task Closing_and_opening_again_change_the_lists()
    {
        JsonElement thread = await fixture.OpenThreadAsync();
        string token = thread.GetProperty("token").GetString()!;
        Shape.Require("""{"success": true}""", await fixture.OkAsync("POST", Inside + "/close", token, "{}"));
        Assert.Equal(302, (await fixture.CallAsync("POST", Inside + "/close", token, "{}")).Code);
        JsonElement closed = await fixture.OkAsync("GET", "/api/v1r1/workboxes?status=CLOSED", await fixture.UserTokenAsync());
        Assert.Contains(
            closed.GetProperty("entries").EnumerateArray(), t => t.GetProperty("id").GetInt64() == thread.GetProperty("id").GetInt64());
        Shape.Require("""{"success": true}""", await fixture.OkAsync("POST", Inside + "/reopen", token, "{}"));
    }

    [Fact]
    public async Task Guests_are_invited_again_and_removed_with_204()
    {
        string token = await fixture.WorkboxTokenAsync();
        JsonElement invited = await fixture.OkAsync(
            "POST", Inside + "/invite", token, """{"action": "join_session", "email": "guest@example.com", "name": "Guest"}""");
        Shape.Require($$"""{"guests": [{"id": 1, "uuid": "{{Examples.Uuid}}", "name": "/^Guest$/", "has_joined": false}]}""", invited);
        string guest = $"{Inside}/invite/{invited.GetProperty("guests")[0].GetProperty("uuid").GetString()}";
        await fixture.OkAsync("POST", guest, token, """{"action": "join_session"}""");
        Answer removed = await fixture.CallAsync("DELETE", guest, token);
        Assert.Equal(HttpStatusCode.NoContent, removed.Status);
        Assert.Empty(removed.Bytes);
        Assert.Equal(HttpStatusCode.NotFound, (await fixture.CallAsync("DELETE", guest, token)).Status);
        Assert.Contains(
            "'email' or 'phone'", (await fixture.CallAsync("POST", Inside + "/invite", token, """{"name": "Guest"}""")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silent_invitation_is_a_link() => Shape.Require(
        $$"""{"link": "/^http.*/meet/link//", "workbox": {"id": 1, "token": "{{Examples.Jwt}}"} }""",
        await fixture.OkAsync(
            "POST", Inside + "/invite/silent", await fixture.WorkboxTokenAsync(), """{"action": "join_session", "name": "Guest"}"""));

    [Fact]
    public async Task Custom_fields_take_what_fits_them()
    {
        JsonElement thread = await fixture.OpenThreadAsync();
        string token = thread.GetProperty("token").GetString()!;
        string path = $"/api/v1r1/workboxes/{thread.GetProperty("id").GetInt64()}";
        JsonElement fields = (await fixture.OkAsync("GET", path, await fixture.UserTokenAsync())).GetProperty("ticketFieldsFull");
        long Id(int i) => fields[i].GetProperty("id").GetInt64();
        long Option(int i) => fields[i].GetProperty("options")[1].GetProperty("id").GetInt64();
        string values = $$"""
            {"values": [{"id": {{Id(0)}}, "value": "SN-17"}, {"id": {{Id(1)}}, "value": true}, {"id": {{Id(2)}}, "value": {{Option(2)}}},
              {"id": {{Id(3)}}, "value": [{{Option(3)}}]}]}
            """;
        Shape.Require("""{"success": true}""", await fixture.OkAsync("PUT", Inside + "/custom_fields", token, values));
        JsonElement saved = await fixture.OkAsync("GET", path, await fixture.UserTokenAsync());
        Assert.Equal(
            ["\"SN-17\"", "true", $"{Option(2)}", $"[{Option(3)}]"],
            saved.GetProperty("fields").EnumerateArray().Select(f => f.GetProperty("value").GetRawText()));
        Assert.Equal(
            ["SN-17", "true", "Operation", "Valve"],
            saved.GetProperty("ticketFieldsFull").EnumerateArray().Select(f => f.GetProperty("valueAsString").GetString()));
        Shape.Require("""[{"id": 1, "type": "", "multiSelect": false, "value": null}]""", saved.GetProperty("fields"));
        await fixture.OkAsync("PUT", Inside + "/custom_fields", token, $$"""{"values": [{"id": {{Id(0)}}, "value": null}]}""");

        // All or nothing: the first value would fit.
        Answer wrong = await fixture.CallAsync(
            "PUT", Inside + "/custom_fields", token,
            $$"""{"values": [{"id": {{Id(0)}}, "value": "x"}, {"id": {{Id(1)}}, "value": "yes"}]}""");
        Assert.Contains("BOOLEAN", wrong.Message, StringComparison.Ordinal);
        Assert.Equal(3, (await fixture.OkAsync("GET", path, await fixture.UserTokenAsync())).GetProperty("fields").GetArrayLength());
    }

    [Fact]
    public async Task Metadata_goes_in_as_an_object_and_comes_out_as_text()
    {
        string token = await fixture.WorkboxTokenAsync();
        JsonElement written = await WriteAsync(token, "Hello");
        Shape.Require(Examples.Message, written);
        Assert.Equal(
            "Hello", JsonDocument.Parse(written.GetProperty("metadata").GetString()!).RootElement.GetProperty("message").GetString());
        Shape.Require(Examples.Message, await fixture.OkAsync("GET", $"{Inside}/messages/{written.GetProperty("id").GetInt64()}", token));
    }

    [Fact]
    public async Task Messages_are_paged_and_walked_in_both_directions()
    {
        string token = await fixture.WorkboxTokenAsync();
        List<long> ids = [];
        for (int i = 0; i < 23; i++)
        {
            ids.Add((await WriteAsync(token, $"Message {i}")).GetProperty("id").GetInt64());
        }

        JsonElement first = await fixture.OkAsync("GET", Inside + "/messages", token);
        Shape.Require($$"""{"entries": [{{Examples.Message}}], "after": "/^\\d+$/"}""", first);
        JsonElement second = await fixture.OkAsync("GET", $"{Inside}/messages?after={first.GetProperty("after").GetString()}", token);
        Assert.Equal(JsonValueKind.Null, second.GetProperty("after").ValueKind);
        Assert.Equal(
            ids,
            first.GetProperty("entries").EnumerateArray().Concat(second.GetProperty("entries").EnumerateArray())
                .Select(m => m.GetProperty("id").GetInt64()));

        JsonElement recent = await fixture.OkAsync("GET", Inside + "/messages/recent_history?limit=3", token);
        Shape.Require($"[{Examples.Message}]", recent);
        Assert.Equal(ids.AsEnumerable().Reverse().Take(3), Ids(recent));

        string walk = $"{Inside}/messages/history_by_direction?message_id={ids[2]}&direction=";
        Assert.Equal(ids.Skip(3).Take(20), Ids(await fixture.OkAsync("GET", walk + "ASC", token)));
        Assert.Equal([ids[1], ids[0]], Ids(await fixture.OkAsync("GET", walk + "DESC", token)));
        Assert.Empty(
            Ids(await fixture.OkAsync("GET", $"{Inside}/messages/history_by_direction?message_id={ids[^1]}&direction=ASC", token)));
    }

    [Fact]
    public async Task The_thread_of_a_call_is_wrapped_and_null_where_there_is_none()
    {
        JsonElement[] calls =
        [
            .. (await fixture.GetAsync("/api/v1/enterprise/calls?page_size=1000")).Json.GetProperty("entries").EnumerateArray(),
        ];
        JsonElement with = calls.First(c => c.TryGetProperty("workbox_id", out _));
        JsonElement found = await fixture.OkAsync(
            "GET", $"/api/v1r1/enterprise/workboxes/by_call_id/{with.GetProperty("session").GetString()}", fixture.Token());
        Shape.Require($$"""{"workbox": {{Examples.Thread}} }""", found);
        long id = found.GetProperty("workbox").GetProperty("id").GetInt64();
        Assert.Equal(with.GetProperty("workbox_id").GetInt64(), id);
        Shape.Require(
            """{"ticket_id": 1, "status": ""}""", await fixture.OkAsync("GET", $"/api/v1/enterprise/workboxes/{id}", fixture.Token()));
        Answer none = await fixture.GetAsync($"/api/v1r1/enterprise/workboxes/by_call_id/{calls[0].GetProperty("session").GetString()}");
        Assert.Equal((System.Net.HttpStatusCode.OK, "null"), (none.Status, none.Body));
    }

    [Fact]
    public async Task Unread_messages_are_those_of_others_until_they_are_fetched()
    {
        string ann = await fixture.UserTokenAsync();
        JsonElement thread = await fixture.OkAsync("POST", "/api/v1r1/workboxes", ann, """{"title": "Two", "participants": [1]}""");
        string path = $"/api/v1r1/workboxes/{thread.GetProperty("id").GetInt64()}";
        await WriteAsync(thread.GetProperty("token").GetString()!, "Are you there?");
        JsonElement seen = await fixture.OkAsync("GET", path, await fixture.UserTokenAsync(1));
        Assert.Equal(1, seen.GetProperty("unread_messages_count").GetInt32());
        Assert.Equal(0, (await fixture.OkAsync("GET", path, ann)).GetProperty("unread_messages_count").GetInt32());
        await fixture.OkAsync("GET", Inside + "/messages/recent_history", seen.GetProperty("token").GetString());
        Assert.Equal(
            0, (await fixture.OkAsync("GET", path, await fixture.UserTokenAsync(1))).GetProperty("unread_messages_count").GetInt32());
    }

    private static IEnumerable<long> Ids(JsonElement messages) => messages.EnumerateArray().Select(m => m.GetProperty("id").GetInt64());

    private Task<JsonElement> WriteAsync(string token, string text) => fixture.OkAsync("POST", Inside + "/messages", token, $$"""
        {"username": "ann.field", "type": "Text", "version": 2, "sent_at": "2026-06-01T12:00:00Z", "metadata": {"message": "{{text}}"} }
        """);
}
