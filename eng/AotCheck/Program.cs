using HelpLightning.Client;
using HelpLightning.Export;
using HelpLightning.PartnerKeys;
using HelpLightning.Sandbox;

// A few calls through client and sandbox as native code, in process.
using PartnerKey key = PartnerKey.Create();
await using HelpLightningSandbox sandbox = await HelpLightningSandbox.StartAsync(
    new HelpLightningSandboxOptions { PartnerPublicKeys = [key.PublicKey], ListenEndPoint = null, ReportTime = TimeSpan.FromMilliseconds(1) });
using HelpLightningClient client = HelpLightningClient.Create(
    new HelpLightningOptions { ApiKey = sandbox.ApiKey, SiteId = sandbox.SiteId, PartnerKey = key, BaseAddress = sandbox.BaseAddress },
    primaryHandler: sandbox.CreateHandler());

int people = await client.Users.ListAsync().CountAsync();
CallLink link = await client.AsUser("ann@example.com").Links.CreateAsync();
using MemoryStream report = new();
await client.Reports.RunAsync(ReportFormat.Csv, report, new ReportRunOptions { PollInterval = TimeSpan.FromMilliseconds(10) });
int rows = CallReportReader.ReadZip(report).Count();
bool isRight = people == 40 && link.Link is not null && rows > 0;
Console.WriteLine($"native: {people} people, {rows} calls in the report{(isRight ? "" : ": not what was expected")}");
return isRight ? 0 : 1;
