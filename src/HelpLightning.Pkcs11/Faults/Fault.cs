using System.Globalization;
using HelpLightning.PartnerKeys;

namespace HelpLightning.Pkcs11.Faults;

/// <summary>Errors as users see them: what was found, and what mends it.</summary>
internal static class Fault
{
    /// <param name="problem">For programs.</param>
    /// <param name="finding">A sentence with its full stop.</param>
    /// <param name="remedy">A sentence without it.</param>
    /// <param name="command">What to type.</param>
    public static PartnerKeyException Of(PartnerKeyProblem problem, string finding, string remedy, string? command = null) =>
        new(problem, finding, new PartnerKeyRemedy(PartnerKeyRemedyKind.Advice, remedy) { Command = command });

    public static PartnerKeyException Uri(string finding, string remedy) => Of(PartnerKeyProblem.UriUnusable, finding, remedy);

    /// <summary>'hl', 'other': names that a device tells, without what could turn a terminal round; the first ten.</summary>
    public static string List(IReadOnlyCollection<string> names)
    {
        string list = string.Join(", ", names.Take(10).Select(Quoted));
        return names.Count > 10 ? $"{list} and {names.Count - 10} more" : list;
    }

    /// <summary>In quotes, with control characters as question marks.</summary>
    public static string Quoted(string name) => $"'{string.Concat(name.Select(static letter => IsSafe(letter) ? letter : '?'))}'";

    private static bool IsSafe(char letter) => char.GetUnicodeCategory(letter) is not (UnicodeCategory.Control or UnicodeCategory.Format);
}
