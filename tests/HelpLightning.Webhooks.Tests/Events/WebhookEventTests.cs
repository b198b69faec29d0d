using System.Text;
using System.Text.Json;

namespace HelpLightning.Webhooks.Tests.Events;

public sealed class WebhookEventTests
{
    [Fact]
    public void The_vendors_example_is_read()
    {
        WebhookEvent read = WebhookEvent.Read(
            """
            {"type": "call", "category": "attachment_created",
             "data": {"call_id": "call_34c78f14-0000-4000-8000-a6fe7837cf26", "attachment": {"id": 31675, "uuid": "5895ec01-0000-4000-8000-9fdae98d0ace"}}}
            """u8);
        AttachmentCreated created = Assert.IsType<AttachmentCreated>(read);
        Assert.Equal(
            ("call", "attachment_created", "call_34c78f14-0000-4000-8000-a6fe7837cf26", 31675, "5895ec01-0000-4000-8000-9fdae98d0ace"),
            (created.Type, created.Category, created.CallId, created.AttachmentId, created.AttachmentUuid));
        Assert.Equal(31675, created.Data.GetProperty("attachment").GetProperty("id").GetInt64());
    }

    [Theory]
    [InlineData("""{"type":"call","category":"started","data":{"call_id":"c"}}""", typeof(CallStarted), "c")]
    [InlineData("""{"type":"call","category":"ended","data":{"call_id":"c"}}""", typeof(CallEnded), "c")]
    [InlineData("""{"type":"call","category":"participant_joined","data":{"call_id":"c"}}""", typeof(ParticipantJoined), "c")]
    [InlineData("""{"type":"call","category":"participant_left","data":{"call_id":12}}""", typeof(ParticipantLeft), "12")]
    [InlineData("""{"type":"call","category":"of_tomorrow","data":{"call_id":"c"}}""", typeof(CallEvent), "c")]
    [InlineData("""{"type":"call","category":"attachment_created"}""", typeof(AttachmentCreated), null)]
    [InlineData("""{"type":"call","category":"started","data":null}""", typeof(CallStarted), null)]
    [InlineData("""{"type":"call","category":"started","data":"x"}""", typeof(CallStarted), null)]
    [InlineData("""{"type":"call","category":"started","data":{"call_id":{"a":1}}}""", typeof(CallStarted), null)]
    [InlineData("""{"type":"call","category":7}""", typeof(CallEvent), null)]
    [InlineData("""{"category":"started","type":"call","data":{"x":[{"call_id":"no"}],"call_id":"c"}}""", typeof(CallStarted), "c")]
    [InlineData("""{"type":"session","category":"call","data":{}}""", typeof(SessionEvent), null)]
    [InlineData("""{"type":"Call","category":"started"}""", typeof(UnknownEvent), null)]
    [InlineData("""{}""", typeof(UnknownEvent), null)]
    [InlineData("""{"type":"call","type":"session"}""", typeof(SessionEvent), null)]
    [InlineData("\ufeff{\"type\":\"session\"}", typeof(SessionEvent), null)]
    [InlineData("""{"type":"call","category":"started","data":{"call_id":"\ud800"}}""", typeof(CallStarted), null)]
    [InlineData("""{"type":"call","category":"started","data":{"call_id":"a\u001b[2Jb"}}""", typeof(CallStarted), null)]
    public void Whatever_comes_is_read_as_far_as_it_is_known(string body, Type type, string? callId)
    {
        WebhookEvent read = WebhookEvent.Read(Encoding.UTF8.GetBytes(body));
        Assert.IsType(type, read);
        Assert.Equal(callId, (read as CallEvent)?.CallId);
    }

    [Theory]
    [InlineData("\"id\":\"31675\",\"uuid\":\"u\"", 31675, "u")]
    [InlineData("\"id\":31675", 31675, null)]
    [InlineData("\"uuid\":7", null, "7")]
    [InlineData("\"id\":1.5,\"uuid\":\"\"", null, null)]
    [InlineData("\"id\":99999999999999999999,\"uuid\":null", null, null)]
    public void Ids_are_numbers_or_texts(string attachment, int? id, string? uuid)
    {
        AttachmentCreated read = Assert.IsType<AttachmentCreated>(WebhookEvent.Read(Encoding.UTF8.GetBytes(
            $"{{\"type\":\"call\",\"category\":\"attachment_created\",\"data\":{{\"attachment\":{{{attachment}}}}}}}")));
        Assert.Equal((id, uuid), (read.AttachmentId, read.AttachmentUuid));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("{\"type\":\"call\"")]
    [InlineData("type=call&category=started")]
    public void What_is_no_object_is_refused(string body) =>
        Assert.Throws<FormatException>(() => WebhookEvent.Read(Encoding.UTF8.GetBytes(body)));

    [Fact]
    public void Depth_without_end_is_refused() =>
        Assert.Throws<FormatException>(static () => WebhookEvent.Read(Encoding.UTF8.GetBytes("{\"data\":" + new string('[', 100_000))));

    [Fact]
    public void Unknown_data_is_there_as_it_came()
    {
        UnknownEvent read = Assert.IsType<UnknownEvent>(WebhookEvent.Read("""{"type":"new","category":"x","data":{"a":[1,2]}}"""u8));
        Assert.Equal(2, read.Data.GetProperty("a").GetArrayLength());
        Assert.Equal(JsonValueKind.Undefined, WebhookEvent.Read("{}"u8).Data.ValueKind);
    }

    [Fact]
    public void Events_are_equal_when_they_say_the_same()
    {
        byte[] body = """{"type":"call","category":"started","data":{"call_id":"c","x":1}}"""u8.ToArray();
        Assert.Equal(WebhookEvent.Read(body), WebhookEvent.Read(body));
        Assert.Equal(new CallStarted { CallId = "c" }, new CallStarted { CallId = "c" });
        Assert.NotEqual(WebhookEvent.Read(body), new CallStarted { CallId = "c" });
    }

    [Fact]
    public void An_attachment_is_known_by_its_uuid_and_the_rest_by_its_bytes()
    {
        UInt128 one = Identity("""{"type":"call","category":"attachment_created","data":{"attachment":{"uuid":"u"}}}""");
        Assert.Equal(one, Identity("""{"category":"attachment_created","type":"call","data":{"attachment":{"id":1,"uuid":"u"},"call_id":"c"}}"""));
        Assert.NotEqual(one, Identity("""{"type":"call","category":"attachment_created","data":{"attachment":{"uuid":"v"}}}"""));
        Assert.NotEqual(Identity("""{"type":"call","category":"x","data":{"attachment":{"uuid":"u"}}}"""), one);
        Assert.NotEqual(Identity("""{"type":"call"}"""), Identity("""{"type": "call"}"""));
    }

    private static UInt128 Identity(string body) => new IncomingEvent(Encoding.UTF8.GetBytes(body), default).Identity;
}
