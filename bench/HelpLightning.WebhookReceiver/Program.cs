using HelpLightning.WebhookReceiver;
using HelpLightning.Webhooks;
using HelpLightning.Webhooks.AspNetCore;
using HelpLightning.Webhooks.PostgreSql;

// null ADDRESS                        checks the signature and says yes: what the others are measured against
// sqlite ADDRESS FILE [HANDLED]       the endpoint with the embedded inbox; handled events are written down in a file, if one is named
// postgres ADDRESS SCHEMA [HANDLED]   the same with an inbox in PostgreSQL, whose connection string is in HL_WEBHOOK_INBOX
// The secret is in HL_WEBHOOK_SECRET. Prints the address once it listens.
string secret = Environment.GetEnvironmentVariable("HL_WEBHOOK_SECRET") ?? throw new InvalidOperationException("Set HL_WEBHOOK_SECRET.");
WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.UseUrls(args[1]).ConfigureKestrel(static kestrel => kestrel.AddServerHeader = false);
bool isNull = args[0] == "null";
if (!isNull)
{
    string? handled = args.ElementAtOrDefault(3);
    HelpLightningWebhooksBuilder webhooks = builder.Services.AddHelpLightningWebhooks(options =>
    {
        options.Secrets["bench"] = secret;
        options.InboxFile = args[2];
        options.RunHandlers = handled is not null;
        options.Concurrency = 32;
        options.RetryDelays.Add(TimeSpan.Zero);
    });
    if (args[0] == "postgres")
    {
        string server = Environment.GetEnvironmentVariable("HL_WEBHOOK_INBOX") ?? throw new InvalidOperationException("Set HL_WEBHOOK_INBOX.");
        webhooks.UseInbox(async (_, options, cancellation) => await PostgreSqlInbox.OpenAsync(
            server, new PostgreSqlInboxOptions { SchemaName = args[2], Lease = TimeSpan.FromSeconds(10), Inbox = options }, cancellation));
    }

    if (handled is not null)
    {
        HandledFile file = new(handled);
        webhooks.AddHandler<CallEvent>("file", (_, happened, context, _) => file.WriteAsync(happened, context));
    }
}

WebApplication app = builder.Build();
if (isNull)
{
    BareEndpoint.Map(app, WebhookSecret.FromText(secret));
}
else
{
    app.MapHelpLightningWebhooks("/hook");
}

await app.StartAsync();
Console.WriteLine(app.Urls.First());
await app.WaitForShutdownAsync();
