namespace HelpLightning.Calls;

/// <summary>Whether a call was answered, by what the API says of its end. It does not say who picked up.</summary>
internal static class CallOutcome
{
    /// <summary>The reason for its end that the API gives to a call that went well; every other one is of a call that did not.</summary>
    public const string EndedWell = "Call Ended";

    /// <returns>Null when no reason is told, as of a call that goes on: it is neither answered nor unanswered.</returns>
    public static bool? IsAnswered(string? endReason) => string.IsNullOrEmpty(endReason) ? null : endReason == EndedWell;
}
