using HelpLightning.Client;
using HelpLightning.Export;
using HelpLightning.Sandbox;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HelpLightning.Webhooks.Archiving.Tests;

/// <summary>The whole way, put together as docs/archive.md shows it: a call, its webhook, the inbox, the archive.</summary>
public sealed class ReceiverTests(ArchiveSite site) : IClassFixture<ArchiveSite>
{
    private const string Secret = "plant-secret";

    [Fact]
    public async Task What_a_call_leaves_behind_is_in_the_folder_after_a_while()
    {
        string folder = site.NewFolder();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<EnterpriseClient>(site.Client);
        builder.Services.AddSingleton<IAttachmentArchive>(_ => new AttachmentArchive(folder, new AttachmentArchiveOptions()));
        builder.Services.AddSingleton(new AttachmentArchiverOptions());
        builder.Services.AddHelpLightningWebhooks(options =>
        {
            options.Secrets["plant"] = Secret;
            options.InboxFile = Path.Combine(site.Root, "inbox", "inbox.sqlite");
            options.RetryDelays.Add(TimeSpan.Zero);
        }).AddHandler<AttachmentCreated, AttachmentArchiver>("archive");

        string uuid;
        await using (WebApplication app = builder.Build())
        {
            app.MapHelpLightningWebhooks("/hooks");
            await app.StartAsync(ArchiveSite.Cancellation);
            site.Sandbox.Webhooks.Add(new SandboxWebhook { PayloadUrl = new Uri(app.Urls.Single() + "/hooks"), Secret = Secret });
            site.Sandbox.Faults.Add("/files/** truncate next=1");
            SandboxCall call = site.Sandbox.Calls.Start("1", "2");
            uuid = site.Sandbox.Calls.AddAttachment(call.CallId, SandboxAttachmentKind.Recording);
            site.Sandbox.Calls.End(call.CallId);
            await Eventually.HoldsAsync(() => Folder.Files(folder).Any(f => f.EndsWith(".MP4", StringComparison.Ordinal)));
            await app.StopAsync(ArchiveSite.Cancellation);
        }

        string file = Assert.Single(Folder.Files(folder));
        Attachment attachment = Assert.Single(await site.Client.Attachments.ListAsync(new CallId(file.Split('/')[0]), ArchiveSite.Cancellation));
        Assert.Equal(uuid, attachment.Uuid);
        Assert.Equal(await site.ContentAsync(attachment), await File.ReadAllBytesAsync(Path.Combine(folder, file), ArchiveSite.Cancellation));
        Folder.RequireSums(folder);
    }
}
