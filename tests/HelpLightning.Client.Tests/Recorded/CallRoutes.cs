namespace HelpLightning.Client.Tests;

public sealed class CallRoutes
{
    private const string Id = "call_5b3aaf79-0000-4000-8000-6ebf1d0988c5";

    private const string Row = """
        {"session":"call_5b3aaf79-0000-4000-8000-6ebf1d0988c5","timestamp":"Mar 12, 2021 21:12","timeCallStarted":"1615583559.322","timeCallEnded":"1615583653.298",
         "callDuration":94,"reasonCallEnded":"Call Ended","dialerId":"278","dialerName":"Ann","dialer":{"id":"278","name":"Ann","username":"ann","email":"ann@example.com","enterpriseId":"222"},
         "receiverId":"-1","receiverName":"","receiver":{"id":"285","name":"Bob","username":"bob","email":"bob@example.com","enterpriseId":"223"},
         "participants":[{"id":"278","name":"Ann","username":"ann","email":"ann@example.com","enterpriseId":"222","isAnonymous":false},{"id":"-1","name":"Guest","isAnonymous":true}],
         "intraEnterpriseCall":true,"has_attachments":true,"groups":["Level 1"],"tags":[{"id":3,"name":"needs-callback"}],"ratings":[],"recordingStatus":"finished","recordingUrl":"","recordingError":"",
         "archive_id":null,"workbox_id":17}
        """;

    [Fact]
    [Covers("GET /api/v1/enterprise/calls")]
    public async Task Calls_come_out_clean()
    {
        await using Recording recording = new(Reply.Json($$"""{"entries":[{{Row}}],"page":1,"page_size":50,"total_entries":1,"total_pages":1}"""));
        Call call = await recording.Client.Calls.ListAsync(CallFilter.TagName.In("needs-callback", "50% \"done\"+"), cancellationToken: TestContext.Current.CancellationToken).SingleAsync(Recording.Cancellation);
        recording.Asked(0, "GET", "/api/v1/enterprise/calls?filter=%22tag.name%7C%3Dneeds-callback%2C50%25%20%22done%22%2B%22&page_size=50", "partner");
        Assert.Equal(Id, call.Id.Value);
        Assert.Equal("Mar 12, 2021 21:12", call.OccurredText);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1615583559322), call.StartedAt);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1615583653298), call.EndedAt);
        Assert.Equal(TimeSpan.FromSeconds(94), call.Duration);
        Assert.Equal(("Call Ended", true), (call.EndReason, call.EndedSuccessfully));
        Assert.Equal((278, "Ann", null, ""), (call.DialerId, call.DialerName, call.ReceiverId, call.ReceiverName));
        Assert.Equal((278, "Ann", "ann", "ann@example.com", 222), (call.Dialer?.Id, call.Dialer?.Name, call.Dialer?.Username, call.Dialer?.Email, call.Dialer?.EnterpriseId));
        Assert.True(call.Receiver?.IsExternalTo(222));
        Assert.Equal([(278L, false), (null, true)], call.Participants.Select(p => (p.Id, p.IsAnonymous!.Value)));
        Assert.Equal((true, true, "finished", null, 17), (call.IsIntraEnterprise, call.HasAttachments, call.RecordingStatus, call.RecordingUrl, call.HelpThreadId));
        Assert.Equal([new Reference(null, "Level 1")], call.Groups);
        Assert.Equal([new Reference(3, "needs-callback")], call.Tags);
        Assert.Null(call.ArchiveId);
        Assert.Empty(call.AdditionalData);
    }

    [Fact]
    [Covers("GET /api/v1/enterprise/calls/range")]
    public async Task Calls_since_a_time_are_listed()
    {
        await using Recording recording = new(Reply.Json($$"""{"entries":[{{Row}}],"page":1,"page_size":50,"total_entries":1,"total_pages":1}"""));
        await recording.Client.Calls.ListSinceAsync(DateTimeOffset.FromUnixTimeMilliseconds(1615583559999), cancellationToken: TestContext.Current.CancellationToken).SingleAsync(Recording.Cancellation);
        recording.Asked(0, "GET", "/api/v1/enterprise/calls/range?from_date=1615583559&page_size=50", "partner");
    }

    [Fact]
    [Covers("GET /api/v1/enterprise/calls/{call_id}")]
    public async Task A_call_comes_out_of_its_wrapping()
    {
        string detail = Row.TrimEnd()[..^1] + """
            ,"requests":[{"request_id":"r-1","requests":[{"from":{"id":"278","name":"Ann","is_group":false},"to":{"id":"5","name":"Level 1","is_group":true},"reason":"accepted","timestamp":"2021-03-12T21:12:39.000001Z"}]}],
            "requestFor":{"id":"285","name":"Bob","is_group":false}}
            """;
        await using Recording recording = new(Reply.Json($$"""{"error":false,"call":{{detail}}}"""));
        Call call = await recording.Client.Calls.GetAsync(new CallId(Id), Recording.Cancellation);
        recording.Asked(0, "GET", $"/api/v1/enterprise/calls/{Id}", "partner");
        CallRequestGroup group = Assert.Single(call.Requests);
        CallRequest request = Assert.Single(group.Requests);
        Assert.Equal(("r-1", "accepted", "Ann", true), (group.RequestId, request.Reason, request.From?.Name, request.To?.IsGroup));
        Assert.Equal(new DateTimeOffset(2021, 3, 12, 21, 12, 39, TimeSpan.Zero).AddMicroseconds(1), request.Timestamp);
        Assert.Equal(285, call.RequestedFor?.Id);
    }

    [Fact]
    public async Task A_call_that_is_going_on_has_no_end()
    {
        await using Recording recording = new(Reply.Json("""{"error":false,"call":{"session":"call_1","timeCallStarted":1615583559.322,"timeCallEnded":0,"callDuration":"0","reasonCallEnded":""}}"""));
        Call call = await recording.Client.Calls.GetAsync(new CallId("call_1"), Recording.Cancellation);
        Assert.Equal((DateTimeOffset.FromUnixTimeMilliseconds(1615583559322), null, TimeSpan.Zero, null, false), (call.StartedAt, call.EndedAt, call.Duration, call.EndReason, call.EndedSuccessfully));
    }

    [Theory]
    [InlineData("""{"error":true,"code":402,"message":"no such call"}""", "no such call")]
    [InlineData("""{"error":true}""", "200")]
    public async Task A_success_that_says_error_is_an_error(string body, string says)
    {
        await using ScriptedServer server = new(Reply.Json(body));
        using HelpLightningClient client = TestClient.For(server);
        HelpLightningApiException e = await Assert.ThrowsAsync<HelpLightningApiException>(() => client.Calls.GetAsync(new CallId("call_1"), Recording.Cancellation));
        Assert.Contains(says, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Covers("GET /api/v1/enterprise/sessions/{session_id}")]
    public async Task The_calls_of_a_session_are_a_bare_array()
    {
        await using Recording recording = new(Reply.Json("""
            [{"session_id":"s-1","call_id":"call_1","start_time":"2018-05-25T18:19:11Z","end_time":"2018-05-25T18:20:11Z","duration":60,"complete":true,"successful":true,
              "dialer":{"id":"278","name":"Ann","email":"ann@example.com"},"receiver":{"id":"285","name":"Bob","email":"bob@example.com"}},
             {"session_id":"s-1","call_id":"","start_time":"2018-05-25T19:19:11Z","end_time":"","duration":null,"complete":false,"successful":false}]
            """));
        IReadOnlyList<SessionCall> calls = await recording.Client.Calls.ListOfSessionAsync("s-1", Recording.Cancellation);
        recording.Asked(0, "GET", "/api/v1/enterprise/sessions/s-1", "partner");
        Assert.Equal((new CallId("call_1"), TimeSpan.FromMinutes(1), true, true, 278, 285),
            (calls[0].CallId, calls[0].Duration, calls[0].Complete, calls[0].Successful, calls[0].Dialer?.Id, calls[0].Receiver?.Id));
        Assert.Equal(new DateTimeOffset(2018, 5, 25, 18, 19, 11, TimeSpan.Zero), calls[0].StartedAt);
        Assert.Equal((null, null, null, false), (calls[1].CallId, calls[1].EndedAt, calls[1].Duration, calls[1].Complete));
    }

    [Fact]
    [Covers("GET /api/v1r1/enterprise/calls/{call_id}/attachments")]
    public async Task Attachments_are_a_bare_array()
    {
        await using Recording recording = new(Reply.Json("""
            [{"id":31675,"uuid":"5895ec01-0000-4000-8000-9fdae98d0ace","type":"incall","name":"IMG_CAP_03-12-2021 21-12-39.JPG","mime_type":"image/jpeg",
              "thumbnail":"https://files.example/t.jpg","signed_url":"https://files.example/a.jpg?X-Sig=a%2Bb%3D","status":""},
             {"id":"31676","thumbnail":"","signed_url":""}]
            """));
        IReadOnlyList<Attachment> found = await recording.Client.Attachments.ListAsync(new CallId(Id), Recording.Cancellation);
        recording.Asked(0, "GET", $"/api/v1r1/enterprise/calls/{Id}/attachments", "partner");
        Attachment image = found[0];
        Assert.Equal((31675, "incall", "IMG_CAP_03-12-2021 21-12-39.JPG", "image/jpeg", ""), (image.Id, image.Type, image.Name, image.MimeType, image.Status));
        Assert.Equal("https://files.example/a.jpg?X-Sig=a%2Bb%3D", image.SignedUrl?.OriginalString);
        Assert.Equal("https://files.example/t.jpg", image.Thumbnail?.OriginalString);
        Assert.Equal(Id, image.CallId?.Value);
        Assert.Equal((31676, null, null), (found[1].Id, found[1].SignedUrl, found[1].Thumbnail));
        Assert.DoesNotContain("X-Sig", image.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [Covers("GET /api/v1r1/enterprise/calls/{call_id}/attachments/{attachment_id}")]
    [InlineData("{0}")]
    [InlineData("{{\"attachment\":{0}}}")]
    public async Task One_attachment_is_a_bare_object(string form)
    {
        const string Capture = "{\"id\":31675,\"type\":\"thumbnail\",\"name\":\"IMG_CAP_03-12-2026 21-12-39.PNG\",\"mime_type\":\"image/png\",\"signed_url\":\"https://files.example/a.png?X-Sig=1\"}";
        await using Recording recording = new(Reply.Json(string.Format(System.Globalization.CultureInfo.InvariantCulture, form, Capture)));
        Attachment capture = await recording.Client.Attachments.GetAsync(new CallId(Id), 31675, Recording.Cancellation);
        recording.Asked(0, "GET", $"/api/v1r1/enterprise/calls/{Id}/attachments/31675", "partner");
        Assert.Equal((31675, "thumbnail", "image/png", Id), (capture.Id, capture.Type, capture.MimeType, capture.CallId?.Value));
        Assert.Equal("https://files.example/a.png?X-Sig=1", capture.SignedUrl?.OriginalString);
    }

    [Theory]
    [InlineData("{\"id\":31675,\"signed_url\":\"FILE\"}")]
    [InlineData("{\"id\":31675,\"signed_url\":\"\"}", "[{\"id\":1},{\"id\":31675,\"signed_url\":\"FILE\"}]")]
    [InlineData("{\"id\":4,\"signed_url\":\"http://127.0.0.1:9/\"}", "[{\"id\":31675,\"signed_url\":\"FILE\"}]")]
    [InlineData("[]", "[{\"id\":31675,\"signed_url\":\"FILE\"}]")]
    public async Task A_missing_address_comes_from_the_attachment_or_else_from_the_list(params string[] answers)
    {
        await using ScriptedServer files = new(Reply.Of(200, "picture"));
        await using Recording recording = new([.. answers.Select(answer => Reply.Json(answer.Replace("FILE", $"{files.Address}/a.png", StringComparison.Ordinal)))]);
        using MemoryStream file = new();
        await recording.Client.Attachments.DownloadAsync(new Attachment { Id = 31675, CallId = new CallId(Id) }, file, cancellationToken: Recording.Cancellation);
        Assert.Equal("picture"u8.ToArray(), file.ToArray());
        string[] asked = [$"/api/v1r1/enterprise/calls/{Id}/attachments/31675", $"/api/v1r1/enterprise/calls/{Id}/attachments"];
        Assert.Equal(asked[..answers.Length], recording.Requests.Select(r => r.Target));
    }

    [Fact]
    public async Task Copies_of_one_picture_have_one_name_and_lie_side_by_side()
    {
        string folder = Path.Combine(Path.GetTempPath(), $"hl-copies-{Guid.NewGuid():N}");
        try
        {
            await using ScriptedServer files = new(request => Reply.Of(200, request.Target));
            await using Recording recording = new(Reply.Json($$"""
                [{"id":1,"type":"incall","name":"IMG_CAP.PNG","mime_type":"image/png","signed_url":"{{files.Address}}/1"},
                 {"id":2,"type":"thumbnail","name":"IMG_CAP.PNG","mime_type":"image/png","signed_url":"{{files.Address}}/2"},
                 {"id":3,"type":null,"name":"img_cap.png","signed_url":"{{files.Address}}/3"}]
                """));
            foreach (Attachment attachment in await recording.Client.Attachments.ListAsync(new CallId(Id), Recording.Cancellation))
            {
                string saved = await recording.Client.Attachments.SaveAsync(attachment, folder, cancellationToken: Recording.Cancellation);
                Assert.Equal($"/{attachment.Id}", await File.ReadAllTextAsync(saved, Recording.Cancellation));
            }

            Assert.Equal(["/1", "/2", "/3"], Directory.GetFiles(folder).Select(File.ReadAllText).Order(StringComparer.Ordinal));
        }
        finally
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }
}
