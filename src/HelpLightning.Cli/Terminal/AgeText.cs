namespace HelpLightning.Cli.Terminal;

/// <summary>Lengths of time for people who watch: one unit, which is exact enough.</summary>
internal static class AgeText
{
    public static string Of(TimeSpan length) => length switch
    {
        { TotalMinutes: < 1 } => $"{Math.Max(0, (int)length.TotalSeconds)} s",
        { TotalHours: < 1 } => $"{(int)length.TotalMinutes} min",
        { TotalDays: < 2 } => $"{(int)length.TotalHours} h",
        _ => $"{(int)length.TotalDays} days",
    };
}
