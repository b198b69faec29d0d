using System.Net;

namespace HelpLightning.Client.Tests;

public sealed class ModelFactoryTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<HttpStatusCode, int?, Type> Answers => new()
    {
        { HttpStatusCode.Unauthorized, null, typeof(HelpLightningAuthenticationException) },
        { HttpStatusCode.BadRequest, 1003, typeof(HelpLightningAuthenticationException) },
        { HttpStatusCode.Forbidden, null, typeof(HelpLightningPermissionException) },
        { HttpStatusCode.NotFound, null, typeof(HelpLightningNotFoundException) },
        { HttpStatusCode.Conflict, null, typeof(HelpLightningConflictException) },
        { HttpStatusCode.TooManyRequests, null, typeof(HelpLightningRateLimitedException) },
        { HttpStatusCode.InternalServerError, null, typeof(HelpLightningApiException) },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task An_error_is_the_one_that_the_client_throws(HttpStatusCode status, int? code, Type type)
    {
        string body = code is null ? """{"message":"No."}""" : $$"""{"code":{{code}},"message":"No."}""";
        await using ScriptedServer server = new(Reply.Json(body, (int)status));
        HelpLightningOptions options = TestClient.Options(server.Address);
        options.MaxRetries = 0;
        using HelpLightningClient client = HelpLightningClient.Create(options);
        HelpLightningApiException thrown = await Assert.ThrowsAnyAsync<HelpLightningApiException>(
            () => client.AsUser(new AccessToken("t")).Me.GetAsync(Cancellation));
        HelpLightningApiException made = HelpLightningModelFactory.Error(status, code, "No.", (thrown.Method, thrown.Path));
        Assert.Equal(type, thrown.GetType());
        Assert.Equal(type, made.GetType());
        Assert.Equal(
            (thrown.Message, thrown.Finding, thrown.Remedy, thrown.Status, thrown.VendorCode, thrown.VendorCodeName, thrown.VendorMessage, thrown.RequestLine),
            (made.Message, made.Finding, made.Remedy, made.Status, made.VendorCode, made.VendorCodeName, made.VendorMessage, made.RequestLine));
    }

    [Fact]
    public void An_answer_fails_as_one_that_came_over_the_wire()
    {
        HelpLightningResponse response = HelpLightningModelFactory.Response(
            HttpStatusCode.ServiceUnavailable, """{"code":9,"message":"Later."}""", (HttpMethod.Put, "/api/v1/x"),
            [new("Retry-After", "30"), new("Content-Type", "application/json")]);
        HelpLightningApiException e = Assert.Throws<HelpLightningApiException>(response.EnsureSuccess);
        Assert.Equal((9, "Later.", TimeSpan.FromSeconds(30), "PUT /api/v1/x"), (e.VendorCode, e.VendorMessage, e.RetryAfter, e.RequestLine));
        Assert.Equal("application/json", response.ContentHeaders.ContentType?.MediaType);
    }

    [Fact]
    public void An_answer_has_its_body()
    {
        using System.Text.Json.JsonDocument json = HelpLightningModelFactory.Response(body: """{"id":3}""").EnsureSuccess().ReadJson();
        Assert.Equal(3, json.RootElement.GetProperty("id").GetInt32());
    }

    [Fact]
    public void A_model_is_read_as_the_API_writes_it()
    {
        User user = HelpLightningModelFactory.Model<User>("""{"id":24,"enterprise_id":7,"shoe_size":42}""");
        Assert.Equal((24, 7, 42), (user.Id, user.EnterpriseId, user.AdditionalData["shoe_size"].GetInt32()));
        Assert.Throws<ArgumentException>(() => HelpLightningModelFactory.Model<User>("[]"));
        Assert.Throws<ArgumentException>(() => HelpLightningModelFactory.Model<CallRequestGroup>("null"));
    }

    [Fact]
    public async Task A_list_has_its_pages()
    {
        ListPosition second = ListPosition.OfPage(2, 2);
        PagedList<int> list = HelpLightningModelFactory.Pages(new Page<int>([1, 2], second, 3), new Page<int>([3]));
        Assert.Equal([1, 2, 3], await list.ToListAsync(Cancellation));
        Assert.Equal([1, 2], (await list.GetPageAsync(cancellationToken: Cancellation)).Entries);
        Assert.Equal([3], (await list.GetPageAsync(second, Cancellation)).Entries);
        Assert.Empty((await list.GetPageAsync(ListPosition.OfPage(3, 2), Cancellation)).Entries);
        Assert.Equal([7], await HelpLightningModelFactory.List([7]).ToListAsync(Cancellation));
        Assert.Throws<ArgumentException>(() => HelpLightningModelFactory.Pages<int>());
    }
}
