using HelpLightning.PartnerKeys;
using HelpLightning.Webhooks;
using Microsoft.Extensions.Options;
using TicketNotes;

try
{
    WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
    builder.Services.AddHelpLightning(builder.Configuration.GetSection("HelpLightning"));
    builder.Services.AddHelpLightningWebhooks(builder.Configuration.GetSection("HelpLightning:Webhooks"))
        .AddHandler<CallEnded, NoteOfCall>()
        .AddHandler<AttachmentCreated, NoteOfAttachment>();
    builder.Services.AddHealthChecks().AddHelpLightningWebhooks();
    builder.Services.AddOptions<TicketOptions>()
        .BindConfiguration("Tickets")
        .Validate(TicketOptions.AreUsable, TicketOptions.Remedy)
        .ValidateOnStart();
    builder.Services.AddHttpClient<Tickets>(Tickets.SetUp);
    builder.Services.AddSingleton<CallRecords>();
    builder.Services.AddSingleton<NoteWriter>();

    WebApplication app = builder.Build();
    app.MapHelpLightningWebhooks("/hooks/help-lightning");
    app.MapHealthChecks("/health");
    app.Run();
    return 0;
}
catch (Exception e) when (e is OptionsValidationException or PartnerKeyException
    or IOException or InvalidDataException or UnauthorizedAccessException)
{
    // A setting is wrong, or a file that it names: the message says which, and a stack trace would hide it.
    Console.Error.WriteLine(e.Message);
    return 3;
}
