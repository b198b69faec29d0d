using HelpLightning.Webhooks;

// The least that a receiver of your own has to do. It keeps nothing: what it was told is lost if it ends before it has done its work.
WebhookSecret secret = WebhookSecret.FromText(Environment.GetEnvironmentVariable("HL_WEBHOOK_SECRET") ?? "");
WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Limits.MaxRequestBodySize = 1024 * 1024);
WebApplication app = builder.Build();
app.MapPost("/hook", async (HttpRequest request) =>
{
    // The bytes as they came: JSON that was read and written again has another signature.
    using MemoryStream copy = new();
    await request.Body.CopyToAsync(copy, request.HttpContext.RequestAborted);
    byte[] body = copy.ToArray();
    if (WebhookSignature.Verify(body, request.Headers[WebhookSignature.HeaderName], secret) != WebhookSignatureResult.Valid)
    {
        return Results.Unauthorized();
    }

    WebhookEvent happened = WebhookEvent.Read(body);
    Console.WriteLine($"{happened.Type} {happened.Category} {(happened as CallEvent)?.CallId}");
    return Results.Ok();
});
app.Run();
