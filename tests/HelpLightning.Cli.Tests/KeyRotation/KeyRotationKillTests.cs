using HelpLightning.Cli.Tests.Steps;
using HelpLightning.PartnerKeys;

namespace HelpLightning.Cli.Tests.KeyRotation;

/// <summary><c>hl key rotate</c> killed before each thing that it does to the disk: there is a working key then, and the next run ends well.</summary>
public sealed class KeyRotationKillTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Before_each_step_that_the_disk_remembers(bool isUploaded)
    {
        await Stepper.RequireAsync();
        int killed = 0;
        while (await KillAsync(killed + 1, isUploaded))
        {
            killed++;
        }

        Assert.InRange(killed, isUploaded ? 8 : 4, 40);
    }

    private static async Task<bool> KillAsync(int number, bool isUploaded)
    {
        await using RotatingSite site = await RotatingSite.StartAsync();
        using PartnerKey first = PartnerKey.FromFile(site.KeyFile);
        if (isUploaded)
        {
            (await site.RotateAsync("--wait", "0")).Require(0);
            site.Upload();
        }

        int done = 0;
        Step last = default;
        HlResult run = await Stepper.RunAsync(site.Folder, site.Environment, ["key", "rotate", "--wait", "0"], step =>
        {
            done += step.IsWrite ? 0 : 1;
            last = step;
            return Task.FromResult(done < number);
        });
        Assert.True(run.ExitCode is 0 or Stepper.Killed, $"step {number}, {last}: exit code {run.ExitCode}: {run.All}");

        // Never without a working key, also for who knows the key file only.
        await site.RequireAWorkingKeyAsync(Cancellation);
        if (run.ExitCode == 0)
        {
            return false;
        }

        if (File.Exists(site.Next) || !isUploaded)
        {
            (await site.RotateAsync("--wait", "0")).Require(0);
            if (File.Exists(site.Next))
            {
                site.Upload();
                (await site.RotateAsync("--wait", "0")).Require(0);
            }
        }

        using PartnerKey inForce = PartnerKey.FromFile(site.KeyFile);
        Assert.NotEqual(first.Thumbprint, inForce.Thumbprint);
        Assert.Equal(["k.pem", $"k.pem.old-{first.Thumbprint[..8]}"], site.FileNames.Where(static name => !name.EndsWith(".part", StringComparison.Ordinal)));
        await site.RequireAWorkingKeyAsync(Cancellation);
        return true;
    }
}
