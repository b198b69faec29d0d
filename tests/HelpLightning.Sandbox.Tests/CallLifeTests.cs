using System.Text;
using System.Text.Json;
using HelpLightning.Sandbox.Calls;
using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Errors;
using HelpLightning.Sandbox.Events;

namespace HelpLightning.Sandbox.Tests;

/// <summary>A call from its first ring to its end, seen through the API and in what is published.</summary>
public sealed class CallLifeTests : IClassFixture<SandboxFixture>
{
    private readonly SandboxFixture _fixture;
    private readonly Published _published = new();
    private readonly CallLife _life;

    public CallLifeTests(SandboxFixture fixture)
    {
        _fixture = fixture;
        _life = new CallLife(_published, fixture.Clock);
    }

    private SandboxDatabase Database => _fixture.Sandbox.Parts.Database;

    [Fact]
    public async Task Everything_that_happens_is_published_in_order_and_seen_in_the_API()
    {
        string call = Database.Write(db => _life.Start(db, SandboxFixture.Ann, 1));
        Database.Write(db => _life.Join(db, call, 2));
        string file = Database.Write(db => _life.Attach(db, call, SandboxAttachmentKind.ScreenCapture));
        Database.Write(db => CallLife.Tag(db, call, "made-in-a-test"));
        _fixture.Clock.Advance(TimeSpan.FromSeconds(30));
        Database.Write(db => _life.Leave(db, call, 2));
        Database.Write(db => _life.Leave(db, call, 1));

        Assert.Equal(
            [
                "started", "participant_joined", "participant_joined", "participant_joined", "attachment_created", "participant_left",
                "participant_left", "participant_left", "ended",
            ],
            _published.Events.Select(e => e.Category));
        Assert.All(
            _published.Events,
            e => Assert.Equal((SandboxEventType.Call, 54344, call), (e.Type, e.SiteId, Data(e).GetProperty("call_id").GetString())));
        Shape.Require(
            $$"""{"call_id": "{{Examples.CallId}}", "attachment": {"id": 1, "uuid": "/^{{file}}$/"} }""",
            Data(_published.Events.Single(e => e.Category == "attachment_created")));

        JsonElement row = Assert.Single(
            (await _fixture.GetAsync(
                "/api/v1/enterprise/calls?filter=tag.name=made-in-a-test")).Json.GetProperty("entries").EnumerateArray());
        Shape.Require(Examples.Call, row);
        Assert.Equal(
            (30, "Call Ended", 3),
            (row.GetProperty("callDuration").GetInt32(), row.GetProperty("reasonCallEnded").GetString(),
                row.GetProperty("participants").GetArrayLength()));
        JsonElement files = (await _fixture.GetAsync($"/api/v1r1/enterprise/calls/{call}/attachments")).Json;
        Assert.Equal(file, Assert.Single(files.EnumerateArray()).GetProperty("uuid").GetString());
    }

    [Fact]
    public async Task What_is_rolled_back_is_neither_there_nor_published()
    {
        long before = (await _fixture.GetAsync("/api/v1/enterprise/calls")).Json.GetProperty("total_entries").GetInt64();
        Assert.Throws<InvalidOperationException>(() => Database.Write(db =>
        {
            _life.Start(db, SandboxFixture.Ann, 1);
            throw new InvalidOperationException("after the start");
        }));
        Assert.Empty(_published.Events);
        Assert.Equal(before, (await _fixture.GetAsync("/api/v1/enterprise/calls")).Json.GetProperty("total_entries").GetInt64());
    }

    [Fact]
    public void Steps_that_make_no_sense_are_refused()
    {
        string call = Database.Write(db => _life.Start(db, SandboxFixture.Ann, 1));
        Assert.Throws<SandboxException>(() => Database.Write(db => _life.Join(db, call, 1)));
        Assert.Throws<SandboxException>(() => Database.Write(db => _life.Leave(db, call, 3)));
        Assert.Throws<SandboxException>(() => Database.Write(db => _life.Start(db, 1, 1)));
        Assert.Throws<SandboxException>(() => Database.Write(db => _life.Start(db, 1, 4711)));
        Database.Write(db => _life.End(db, call));
        Assert.Equal(302, Assert.Throws<SandboxException>(() => Database.Write(db => _life.End(db, call))).Code);
    }

    private static JsonElement Data(SandboxEvent happened) => JsonDocument.Parse(Encoding.UTF8.GetString(happened.Data.Span)).RootElement;

    private sealed class Published : ISandboxEvents
    {
        public List<SandboxEvent> Events { get; } = [];

        public void Publish(Db db, SandboxEvent happened) => db.AfterCommit(() => Events.Add(happened));
    }
}
