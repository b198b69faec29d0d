using HelpLightning.Sandbox;

namespace HelpLightning.Interop.Tests;

/// <summary>Python with requests and PyJWT, as the vendor's samples are written: what they would do works against the sandbox.</summary>
public sealed class RequestsTests(KeyPairFixture pair)
{
    [Fact]
    public async Task An_export_in_the_samples_manner_gets_everything()
    {
        await Peer.RequireRequestsAsync();
        DirectoryInfo folder = Directory.CreateTempSubdirectory("hl-export-");
        try
        {
            await using HelpLightningSandbox sandbox = await HelpLightningSandbox.StartAsync(
                new HelpLightningSandboxOptions { SiteId = pair.Site, PartnerPublicKeys = [pair.Key.PublicKey], ReportTime = TimeSpan.FromMilliseconds(300) },
                TestContext.Current.CancellationToken);
            PeerResult result = await Peer.RunWithAsync(
                Peer.Python, "", sandbox.ApiKey, Peer.Script("requests_export.py"), pair.PrivateFile, "54344", sandbox.BaseAddress.ToString().TrimEnd('/'), folder.FullName);
            string[] lines = result.RequireSuccess().Split('\n');
            Assert.Contains("users 40", lines);
            Assert.Contains("pods 6", lines);
            Assert.Contains("calls 300", lines);
            Assert.Contains("report 300 id,started_at,ended_at,tags,comments,groups,participants,dialer,status,duration,workspace,workspace_id", lines);
            string[] users = await File.ReadAllLinesAsync(Path.Combine(folder.FullName, "users.csv"), TestContext.Current.CancellationToken);
            Assert.Contains(users, line => line.Contains("ann@example.com", StringComparison.Ordinal));
            Assert.True(new FileInfo(Path.Combine(folder.FullName, "attachment")).Length > 0);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
