using HelpDesk;
using HelpLightning.Client;
using HelpLightning.Webhooks;

WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
builder.Services.AddHelpLightning(builder.Configuration.GetSection("HelpLightning"));
builder.Services.AddHelpLightningWebhooks(builder.Configuration.GetSection("HelpLightning:Webhooks"))
    .AddHandler<CallEnded, CallsToday>();
builder.Services.AddSingleton<CallsToday>();

WebApplication app = builder.Build();
app.MapHelpLightningWebhooks("/hooks/help-lightning");
app.MapGet("/", async (HelpLightningClient client, CancellationToken stop) => (await client.Users.GetAsync(24, stop)).Name);
app.MapGet("/calls", static (CallsToday calls) => calls.Ended);
app.Run();
