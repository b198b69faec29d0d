using System.Globalization;
using HelpLightning.Cli.Exit;
using HelpLightning.Client;

namespace HelpLightning.Cli.Doctor.Checks;

/// <summary>
/// Is this machine's clock right? A token is made to live for a minute, and the server's clock decides when that is over.
/// </summary>
internal sealed class ClockCheck() : Check(CheckNames.Clock, CheckNames.Answer)
{
    /// <summary>The header has whole seconds, and the network takes its time.</summary>
    private static readonly TimeSpan Unremarkable = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan TokenLife = TimeSpan.FromMinutes(1);

    /// <summary>What hl's own calls make up for.</summary>
    private static readonly TimeSpan Corrected = new HelpLightningOptions().MaxClockCorrection;

    public override async Task<CheckResult> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        if ((await examination.AnswerAsync(cancellationToken)).ClockOffset is not { } offset)
        {
            return Warning("the server does not tell its time", null);
        }

        if (offset.Duration() <= Unremarkable)
        {
            return Ok("as the server's");
        }

        const string SetIt = "Set it right (Debian: timedatectl set-ntp true).";
        TimeSpan off = offset.Duration();
        string detail = $"{Length(off)} {(offset > TimeSpan.Zero ? "behind" : "ahead of")} the server's";
        return (offset > TimeSpan.Zero, off >= TokenLife) switch
        {
            (true, true) => Failed(ExitCode.Configuration, $"{detail}: tokens have expired when they are made", off <= Corrected
                ? $"{SetIt} hl corrects it in its own calls, but not in what hl token prints."
                : $"{SetIt} More than {Length(Corrected)} is not corrected, "
                    + "because a server that lies could have tokens made that live as much longer."),
            (true, false) => Warning(detail, $"{SetIt} A token lives for 60 s, so a few more of these and it is refused."),

            // The server takes such tokens, so nothing ever corrects the clock.
            (false, true) => Failed(
                ExitCode.Configuration,
                $"{detail}: tokens made here stay valid for {Length(off + TokenLife)}, not 60 s",
                $"{SetIt} A token cannot be revoked: only a new partner key ends those that were made, by hl's own calls too."),
            (false, false) => Warning(detail, $"{SetIt} Tokens made here live that much longer than 60 s, and cannot be revoked."),
        };
    }

    private static string Length(TimeSpan time) => time switch
    {
        { TotalMinutes: < 2 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} s"),
        { TotalHours: < 2 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0} min"),
        { TotalDays: < 2 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:0} h"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalDays:0} days"),
    };
}
