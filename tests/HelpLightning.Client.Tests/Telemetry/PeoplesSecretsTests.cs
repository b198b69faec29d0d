using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HelpLightning.Client.Tests;

/// <summary>People's tokens, refresh tokens, passwords, signed addresses: in no log, trace, exception or text of a model.</summary>
public sealed class PeoplesSecretsTests
{
    private const string Password = "correct-horse-battery";
    private const string RefreshToken = "refresh-token-0123456789";
    private const string NextRefreshToken = "next-refresh-token-0123456789";
    private const string PersonalToken = "personal-access-token-0123456789";
    private const string FileName = "knee-of-mrs-smith.mp4";
    private const string Signature = "X-Amz-Signature=0123456789abcdef";

    private static readonly string UserToken = Jwt.Until(new DateTimeOffset(2099, 1, 1, 0, 0, 0, TimeSpan.Zero));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(200)]
    [InlineData(401)]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(409)]
    [InlineData(429)]
    [InlineData(503)]
    [InlineData(302)]
    [InlineData(-1)]
    [InlineData(-2)]
    public async Task Whatever_the_answer_nothing_secret_is_recorded(int status)
    {
        // The refused token, the good answers, web pages and connections that break off.
        string body = $$"""{"id":1,"uuid":"u","status":"complete","token":"{{UserToken}}","refresh":"{{NextRefreshToken}}","gss_info":{ "token":"{{UserToken}}" } }""";
        await using ScriptedServer server = new(_ => status switch
        {
            -1 => Reply.Raw("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n" + body, thenReset: true),
            -2 => Reply.Of(200, "<html>" + body),
            200 => Reply.Json(body),
            _ => Reply.Json($$"""{"code":1003,"token":"{{UserToken}}"}""", status),
        });
        LogRecorder log = new();
        ConcurrentQueue<string> recorded = new();
        using ActivityListener listener = Listen(recorded);
        ServiceCollection services = new();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log));
        services.AddHelpLightning(options =>
        {
            HelpLightningOptions right = TestClient.Options(server.Address);
            (options.ApiKey, options.SiteId, options.PartnerKey, options.BaseAddress, options.MaxRetries) = (right.ApiKey, right.SiteId, right.PartnerKey, right.BaseAddress, 1);
            (options.RetryDelay, options.PartnerKeyPassphrase) = (right.RetryDelay, Password);
        });
        await using (ServiceProvider provider = services.BuildServiceProvider())
        {
            HelpLightningClient client = provider.GetRequiredService<HelpLightningClient>();
            AccessToken token = new(UserToken);
            UserTokens tokens = new(token, RefreshToken);
            Uri signed = new($"{server.Address}/{FileName}?{Signature}");
            recorded.Enqueue($"{token} {tokens} {tokens with { RefreshToken = null }}");
            Func<Task>[] calls =
            [
                () => client.SignIn.WithPasswordAsync("ann@example.com", Password, cancellationToken: Cancellation),
                () => client.SignIn.RefreshAsync(RefreshToken, Cancellation),
                () => client.SignIn.WithPersonalAccessTokenAsync(PersonalToken, Cancellation),
                () => client.AsUser(tokens).Me.GetAsync(Cancellation),
                () => client.AsUserWithPersonalAccessToken(PersonalToken).Me.GetAsync(Cancellation),
                () => client.AsUser(1).Sessions.CreateWithTokensAsync([token], Cancellation),
                () => client.Attachments.DownloadAsync(new Attachment { Id = 1, SignedUrl = signed }, Stream.Null, cancellationToken: Cancellation),
                () => client.Reports.DownloadAsync(new Report { Id = "u", Url = signed }, Stream.Null, cancellationToken: Cancellation),
            ];
            foreach (Func<Task> call in calls)
            {
                recorded.Enqueue((await Record.ExceptionAsync(call))?.ToString() ?? "");
            }
        }

        Assert.True(log.Lines.Count > 20, "too little was logged for the test to mean anything");
        Assert.Contains(recorded, line => line.Contains("url.template", StringComparison.Ordinal));
        string all = string.Join('\n', [.. recorded, .. log.Lines.Select(line => line.Text)]);
        string[] secrets = [TestClient.ApiKey, Password, RefreshToken, NextRefreshToken, PersonalToken, UserToken, UserToken.Split('.')[1], Signature, "0123456789abcdef"];
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, all, StringComparison.Ordinal));
        Assert.DoesNotContain(log.Lines, line => line.Text.Contains(FileName, StringComparison.Ordinal));
        foreach (string sent in server.Seen().SelectMany(request => request.Headers("Authorization")))
        {
            Assert.DoesNotContain(sent.Split('.')[2], all, StringComparison.Ordinal);
        }
    }

    public static TheoryData<Type> Models => [.. typeof(ApiObject).Assembly.GetExportedTypes().Where(type => type.IsSubclassOf(typeof(ApiObject)) && !type.IsAbstract)];

    [Theory]
    [MemberData(nameof(Models))]
    public void The_text_of_a_model_shows_no_token_no_signed_address_and_no_pin(Type model)
    {
        object filled = Activator.CreateInstance(model)!;
        int secrets = 0;
        foreach (PropertyInfo property in model.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Where(p => p.CanWrite))
        {
            object? value = property.PropertyType == typeof(AccessToken) ? new AccessToken("secret-token")
                : property.PropertyType == typeof(Uri) ? new Uri("https://files.example/path?secret-signature")
                : property.PropertyType == typeof(Dictionary<string, JsonElement>) ? new Dictionary<string, JsonElement> { ["token"] = JsonElement.Parse("\"secret\"") }
                : property.PropertyType == typeof(string) && property.Name is "Pin" or "Signature" or "RefreshToken" or "Token" ? "secret-text"
                : null;
            if (value is not null)
            {
                property.SetValue(filled, value);
                secrets++;
            }
        }

        Assert.True(secrets > 0, "unknown fields alone may hold secrets");
        Assert.StartsWith(model.Name, filled.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", filled.ToString(), StringComparison.Ordinal);
    }

    private static ActivityListener Listen(ConcurrentQueue<string> recorded)
    {
        ActivityListener listener = new()
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => recorded.Enqueue($"{activity.DisplayName} {string.Join(' ', activity.TagObjects.Select(tag => $"{tag.Key}={tag.Value}"))}"),
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}
