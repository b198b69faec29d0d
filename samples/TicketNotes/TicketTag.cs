using System.Text.RegularExpressions;
using HelpLightning.Client;

namespace TicketNotes;

/// <summary>How a call says to which ticket it belongs: by a tag such as <c>ticket:4711</c>.</summary>
internal static partial class TicketTag
{
    /// <summary>The tickets that a call names: none, one, or several.</summary>
    public static IReadOnlyList<string> In(Call call) =>
    [
        .. call.Tags
            .Select(static tag => Form().Match(tag.Name ?? ""))
            .Where(static match => match.Success)
            .Select(static match => match.Groups[1].Value)
            .Distinct(),
    ];

    /// <summary>
    /// People type tags, and what they typed goes into an address: nothing is a ticket's number but letters, digits, - and _.
    /// With dots and slashes, <c>ticket:../users/1</c> would write somewhere else.
    /// </summary>
    [GeneratedRegex(@"^\s*ticket:\s*([A-Za-z0-9_-]{1,64})\s*\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
