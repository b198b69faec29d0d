using System.Globalization;

namespace HelpLightning.Cli.Doctor.Checks;

/// <summary>Is this machine's clock right? A token lives for a minute of the server's time.</summary>
internal sealed class ClockCheck() : Check(CheckNames.Clock, CheckNames.Answer)
{
    /// <summary>The header has whole seconds, and the network takes its time.</summary>
    private static readonly TimeSpan Unremarkable = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan TokenLife = TimeSpan.FromMinutes(1);

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

        string detail = $"{Length(offset.Duration())} {(offset > TimeSpan.Zero ? "behind" : "ahead of")} the server's";
        const string SetIt = "Set it right (Debian: timedatectl set-ntp true).";
        return offset >= TokenLife
            ? Failed(ExitCode.Configuration, $"{detail}: tokens have expired when they are made", $"{SetIt} hl corrects it in its own calls, but not in what hl token prints.")
            : Warning(detail, $"{SetIt} A token lives for 60 s, so a few more of these and it is refused.");
    }

    private static string Length(TimeSpan time) => time switch
    {
        { TotalMinutes: < 2 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} s"),
        { TotalHours: < 2 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0} min"),
        { TotalDays: < 2 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:0} h"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalDays:0} days"),
    };
}
