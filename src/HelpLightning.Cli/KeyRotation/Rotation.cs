using System.Globalization;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Progress;
using HelpLightning.Cli.Terminal;
using HelpLightning.PartnerKeys;
using HelpLightning.Shell;

namespace HelpLightning.Cli.KeyRotation;

/// <summary>Walks through the change of a site's key: make the next one, have it uploaded, wait for the service, switch, verify.</summary>
internal sealed class Rotation(Host host, RotationPlan plan, RotationFiles files, RotationKeys keys, ServiceProbe service)
{
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(2);

    /// <summary>A service that goes on taking the old key for so long is not waited for any longer.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(10);

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using PartnerKey present = keys.Load(files.Key);
        bool isContinued = files.IsUnderWay;
        if (!isContinued)
        {
            files.CreateNext(plan.Bits ?? SizeLike(present), keys.PassphraseFor(present));
        }

        using PartnerKey next = keys.Load(files.Next);
        if (next.Thumbprint != present.Thumbprint)
        {
            if (isContinued && await service.AskAsync(next, cancellationToken) == KeyVerdict.Accepted)
            {
                host.Screen.Note($"Help Lightning takes the next key of {plan.Typed}; the rotation is being finished.");
            }
            else
            {
                files.WritePublicHalf(next);
                Present(present, next, isContinued);
                if (await WaitAsync(present, next, cancellationToken) is { } notYet)
                {
                    return notYet;
                }
            }

            files.Switch(present);
        }
        else
        {
            host.Screen.Note($"{plan.Typed} holds the next key already; the rotation is being finished.");
        }

        return await FinishAsync(present, next, cancellationToken);
    }

    /// <summary>Gives up a rotation that the service does not know of.</summary>
    public async Task<int> AbandonAsync(CancellationToken cancellationToken)
    {
        if (!files.IsUnderWay)
        {
            throw CommandException.Configuration($"There is no rotation of {plan.Typed} to give up: there is no {plan.Typed}.next.");
        }

        using PartnerKey present = keys.Load(files.Key);
        PartnerKey? next = null;
        try
        {
            next = keys.Load(files.Next);
        }
        catch (PartnerKeyException e)
        {
            host.Screen.Note($"What lies in {plan.Typed}.next is no key that can be used: {e.Message}");
        }

        using (next)
        {
            if (next is not null && next.Thumbprint != present.Thumbprint
                && await service.AskAsync(next, cancellationToken) is var verdict and not KeyVerdict.Refused)
            {
                throw verdict == KeyVerdict.Accepted
                    ? CommandException.Configuration(
                        $"Help Lightning takes the next key already, so that without it there would be none. To finish: {plan.Command}")
                    : new CommandException(
                        ExitCode.Unreachable,
                        $"It cannot be told whether Help Lightning takes the next key already, so it is kept. {service.Trouble!.Message}");
            }
        }

        files.RemoveNext();
        host.Screen.Note($"The rotation is given up. {plan.Typed} is as it was (thumbprint {present.Thumbprint}).");
        return ExitCode.Done;
    }

    private static int SizeLike(PartnerKey present) => present.KeySizeInBits switch
    {
        <= 2048 => 2048,
        <= 3072 => 3072,
        _ => 4096,
    };

    private void Present(PartnerKey present, PartnerKey next, bool isContinued)
    {
        host.Screen.Note($"""
            {(isContinued ? "The rotation that was begun goes on." : "The next key is made.")}
              in force  {present.Thumbprint}  {plan.Typed}
              next      {next.Thumbprint}  {plan.Typed}.next

            Upload this public half ({plan.Typed}.next.pub.pem) in Help Lightning's Developer tab (Administration,
            Workspace Settings). From that moment on the service refuses the old key. hl proxy and programs with the
            .NET client that read {plan.Typed} take the next key with the first call that is refused, and lose none;
            other programs need a restart when this is finished.

            """);
        host.Screen.Out.Write(next.PublicKey.ToPem());
        host.Screen.Out.Flush();
    }

    /// <returns>What to end with; null when the service takes the next key.</returns>
    private async Task<int?> WaitAsync(PartnerKey present, PartnerKey next, CancellationToken cancellationToken)
    {
        string later = $"Nothing is lost: when it is uploaded, go on with: {plan.Command}";
        if (plan.Wait == TimeSpan.Zero)
        {
            // It may have been uploaded since another run prepared it.
            if (await service.AskAsync(next, cancellationToken) == KeyVerdict.Accepted)
            {
                return null;
            }

            host.Screen.Note(service.Trouble is null ? later : $"{service.Trouble.Message} {later}");
            return ExitCode.Done;
        }

        host.Screen.Note(
            "Waiting for Help Lightning to take the next key. Ctrl-C ends the wait, and nothing is lost: the same command goes on later.");
        long start = host.Clock.GetTimestamp();
        long? acceptedAt = null;
        using StatusLine line = new(host, isPatient: false);
        while (true)
        {
            KeyVerdict verdict = await service.AskAsync(next, cancellationToken);
            TimeSpan waited = host.Clock.GetElapsedTime(start);
            if (verdict == KeyVerdict.Accepted)
            {
                acceptedAt ??= host.Clock.GetTimestamp();
                if (await service.AskAsync(present, cancellationToken) == KeyVerdict.Refused
                    || host.Clock.GetElapsedTime(acceptedAt.Value) > Overlap)
                {
                    return null;
                }
            }
            else if (waited >= plan.Wait)
            {
                line.Erase();
                string trouble = service.Trouble is { } e ? $" {e.Message}" : "";
                throw new CommandException(
                    service.Trouble is null ? ExitCode.NotAuthenticated : ExitCode.Unreachable,
                    $"Help Lightning has not taken the next key in {Words(plan.Wait)}.{trouble} "
                    + $"{plan.Typed} is in force as before. {later}");
            }

            line.Show(() => $"  {Words(waited)}: {StatusOf(verdict)}");
            await Task.Delay(AskEvery, host.Clock, cancellationToken);
        }
    }

    private string StatusOf(KeyVerdict verdict) => verdict switch
    {
        KeyVerdict.Accepted => "Help Lightning takes the next key, and still the old one",
        KeyVerdict.Refused => "not uploaded yet",
        _ => service.Trouble!.Message,
    };

    private async Task<int> FinishAsync(PartnerKey present, PartnerKey next, CancellationToken cancellationToken)
    {
        using PartnerKey inFile = keys.Load(files.Key);
        KeyVerdict verdict = await service.AskAsync(inFile, cancellationToken);
        if (inFile.Thumbprint != next.Thumbprint || verdict == KeyVerdict.Refused)
        {
            throw new CommandException(
                ExitCode.NotAuthenticated,
                $"{plan.Typed} holds the key {inFile.Thumbprint[..16]}…, and Help Lightning refuses it. The old key is kept in "
                + $"{plan.Typed}.old-…. To see what is wrong: hl doctor");
        }

        KeyVerdict old = present.Thumbprint == next.Thumbprint ? KeyVerdict.Unknown : await service.AskAsync(present, cancellationToken);
        files.RemoveNext();
        List<(string, string)> facts =
        [
            ("Key file", plan.Typed),
            ("Thumbprint", inFile.Thumbprint),
            ("Help Lightning", verdict == KeyVerdict.Accepted ? "takes it" : $"gave no answer: {service.Trouble?.Message}"),
        ];
        if (present.Thumbprint != next.Thumbprint)
        {
            string kept = plan.Typed + files.OldOf(present)[files.Key.Length..];
            facts.Add(("Old key", $"{kept} ({(old switch
            {
                KeyVerdict.Refused => "refused by Help Lightning",
                KeyVerdict.Accepted => "still taken by Help Lightning",
                _ => "not asked about",
            })})"));
        }

        Facts.Write(host.Screen.Error, host.Screen.ErrorHasColor, [.. facts]);
        if (old == KeyVerdict.Accepted)
        {
            host.Screen.Warn(
                "Help Lightning still takes the old key: as long as it does, whoever has that key can sign. "
                + "Ask Help Lightning to revoke it.");
        }

        host.Screen.Note($"When no program needs the old key any more, delete it: {ShellLine.RemoveAll(plan.Typed, ".old-")}");
        return ExitCode.Done;
    }

    private static string Words(TimeSpan time) => time.TotalMinutes >= 2
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(time.TotalMinutes):0} min")
        : string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(time.TotalSeconds):0} s");
}
