namespace HelpLightning.PartnerKeys;

/// <summary>Lengths of time in words, to the precision that a person wants: "12 s", "3 min 5 s", "2 d 4 h".</summary>
internal static class Duration
{
    public static string InWords(TimeSpan length)
    {
        length = length.Duration();
        return length switch
        {
            { TotalSeconds: < 1 } => "less than 1 s",
            { TotalMinutes: < 1 } => $"{length.Seconds} s",
            { TotalHours: < 1 } => Two(length.Minutes, "min", length.Seconds, "s"),
            { TotalDays: < 1 } => Two(length.Hours, "h", length.Minutes, "min"),
            { TotalDays: < 730 } => Two((int)length.TotalDays, "d", length.Hours, "h"),
            _ => $"{(int)(length.TotalDays / 365.25):N0} years",
        };
    }

    private static string Two(int large, string largeUnit, int small, string smallUnit) =>
        small == 0 ? $"{large} {largeUnit}" : $"{large} {largeUnit} {small} {smallUnit}";
}
