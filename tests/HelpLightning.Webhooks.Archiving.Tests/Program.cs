using System.Globalization;
using HelpLightning.Client;
using HelpLightning.Export;
using HelpLightning.PartnerKeys;
using HelpLightning.Webhooks;
using HelpLightning.Webhooks.Archiving;
using HelpLightning.Webhooks.Archiving.Tests;

// With these words it archives one attachment, to be killed meanwhile; otherwise it runs the tests, as the entry point that xunit makes.
if (args is [Victim.Verb, string address, string apiKey, string site, string keyFile, string folder, string call, string attachment])
{
    using HelpLightningClient client = HelpLightningClient.Create(new HelpLightningOptions
    {
        BaseAddress = new Uri(address),
        ApiKey = apiKey,
        SiteId = new SiteId(long.Parse(site, CultureInfo.InvariantCulture)),
        PartnerKey = PartnerKey.FromFile(keyFile),
        RetryDelay = TimeSpan.FromSeconds(30),
    });
    using AttachmentArchive archive = new(folder, new AttachmentArchiveOptions { TimeProvider = new Victim.HastyClock() });
    await new AttachmentArchiver(client, archive, new AttachmentArchiverOptions()).HandleAsync(
        new AttachmentCreated { CallId = call, AttachmentId = long.Parse(attachment, CultureInfo.InvariantCulture) }, new WebhookContext(), default);
    return 0;
}

return args.Any(static a => a is "--server" or "--internal-msbuild-node")
    ? await Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
    : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
