using System.Diagnostics;
using HelpLightning.PartnerKeys;

namespace HelpLightning.Cli.Tests.KeyRotation;

/// <summary><c>hl key rotate</c> killed before each thing that it does to the disk: there is a working key then, and the next run ends well.</summary>
public sealed class KeyRotationKillTests
{
    /// <summary>Gives a file its name.</summary>
    private const string Name = "renameat2";

    /// <summary>Puts a file over another one. The tracer knows it by its draft alone, so that all are counted.</summary>
    private const string Replace = "rename";

    private const string Anywhere = "*";
    private const string Remove = "unlink";
    private const string Flush = "fsync";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A tracer counts the calls of each thread for itself, so that each file is looked at alone; no name is the folder.</summary>
    [Theory]
    [InlineData(false, "", Flush)]
    [InlineData(false, "k.pem.next", Name)]
    [InlineData(false, Anywhere, Replace)]
    [InlineData(true, "", Flush)]
    [InlineData(true, "k.pem.old-", Name)]
    [InlineData(true, Anywhere, Replace)]
    [InlineData(true, "k.pem.next.pub.pem", Remove)]
    [InlineData(true, "k.pem.next", Remove)]
    public async Task Before_each_step_that_the_disk_remembers(bool isUploaded, string file, string step)
    {
        await Tracer.RequireAsync();
        int killed = 0;
        while (await KillAsync(file, step, killed + 1, isUploaded))
        {
            killed++;
        }

        Assert.InRange(killed, 1, 10);
    }

    private static async Task<bool> KillAsync(string file, string step, int number, bool isUploaded)
    {
        await using RotatingSite site = await RotatingSite.StartAsync();
        using PartnerKey first = PartnerKey.FromFile(site.KeyFile);
        if (isUploaded)
        {
            (await site.RotateAsync("--wait", "0")).Require(0);
            site.Upload();
        }

        string path = Path.Combine(site.Folder, file.EndsWith('-') ? file + first.Thumbprint[..8] : file).TrimEnd('/');
        string[] tracer = Tracer.KillBefore(step, number, file == Anywhere ? [] : [path]);
        using Process process = HlProgram.StartUnder(tracer, site.Environment, "key", "rotate", "--wait", "0");
        Task<string> output = process.StandardOutput.ReadToEndAsync(Cancellation);
        Task<string> error = process.StandardError.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        Assert.True(process.ExitCode is 0 or Tracer.Killed, $"{file} {step} {number}: exit code {process.ExitCode}: {await output}{await error}");

        // Never without a working key, also for who knows the key file only.
        await site.RequireAWorkingKeyAsync(Cancellation);
        if (process.ExitCode == 0)
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
