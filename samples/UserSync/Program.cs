using HelpLightning.Client;
using HelpLightning.PartnerKeys;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using UserSync;

HostApplicationBuilder builder = Host.CreateApplicationBuilder(args);
builder.Services.AddHelpLightning(builder.Configuration.GetSection("HelpLightning"));
builder.Services.Configure<UserSyncOptions>(builder.Configuration.GetSection("UserSync"));
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton(static services => UserDatabase.Open(services.GetRequiredService<IOptions<UserSyncOptions>>().Value.DataFile));
builder.Services.AddSingleton<UserSynchronizer>();
builder.Services.AddHostedService<SyncWorker>();

try
{
    using IHost host = builder.Build();
    await host.RunAsync();
    return Environment.ExitCode;
}
catch (Exception e) when (e is PartnerKeyException or HelpLightningException or OptionsValidationException)
{
    Console.Error.WriteLine(e.Message);
    return 3;
}
