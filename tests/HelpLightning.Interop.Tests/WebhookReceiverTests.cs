using System.Diagnostics;
using HelpLightning.Sandbox;

namespace HelpLightning.Interop.Tests;

/// <summary>A receiver in Python, written as the vendor's samples are.</summary>
public sealed class WebhookReceiverTests(KeyPairFixture pair)
{
    [Fact]
    public async Task A_Python_receiver_checks_the_signature_and_fetches_the_file()
    {
        await Peer.RequirePyJwtAsync();
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(5));
        CancellationToken cancellation = patience.Token;
        await using HelpLightningSandbox sandbox = await HelpLightningSandbox.StartAsync(
            new HelpLightningSandboxOptions { SiteId = pair.Site, PartnerPublicKeys = [pair.Key.PublicKey] }, cancellation);
        string secret = Guid.NewGuid().ToString();
        using Process receiver = Peer.Start(
            Peer.Python, sandbox.ApiKey, Peer.Script("webhook_receiver.py"), pair.PrivateFile, "54344", sandbox.BaseAddress.ToString().TrimEnd('/'));
        try
        {
            await receiver.StandardInput.WriteLineAsync(secret.AsMemory(), cancellation);
            string address = await receiver.StandardOutput.ReadLineAsync(cancellation) ?? throw new InvalidOperationException(await receiver.StandardError.ReadToEndAsync(cancellation));
            long webhook = sandbox.Webhooks.Add(new SandboxWebhook { PayloadUrl = new Uri(address), Secret = secret });
            SandboxCall call = sandbox.Calls.Start("ann@example.com", "1");
            sandbox.Calls.AddAttachment(call.CallId, SandboxAttachmentKind.ScreenCapture);

            string output = await receiver.StandardOutput.ReadToEndAsync(cancellation);
            await receiver.WaitForExitAsync(cancellation);
            Assert.True(receiver.ExitCode == 0, await receiver.StandardError.ReadToEndAsync(cancellation));
            string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(
                ["event call started signature good", "event call participant_joined signature good", "event call participant_joined signature good", "event call attachment_created signature good"],
                lines[..^1]);
            string[] file = lines[^1].Split(' ');
            Assert.Equal("file", file[0]);
            Assert.Contains("image/png", lines[^1], StringComparison.Ordinal);
            Assert.True(int.Parse(file[^2], System.Globalization.CultureInfo.InvariantCulture) > 100, lines[^1]);

            await sandbox.Webhooks.WhenIdleAsync(cancellation);
            Assert.All(sandbox.Webhooks.GetDeliveries(webhook), d => Assert.Equal((SandboxDeliveryState.Delivered, 1), (d.State, d.Attempts.Count)));
        }
        finally
        {
            if (!receiver.HasExited)
            {
                receiver.Kill();
            }
        }
    }
}
