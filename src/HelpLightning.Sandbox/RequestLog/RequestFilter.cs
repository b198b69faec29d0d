using System.Globalization;
using HelpLightning.Sandbox.Errors;
using Microsoft.AspNetCore.Http;

namespace HelpLightning.Sandbox.RequestLog;

/// <summary>Which requests of the log somebody wants to see. The control route and the page read the same parameters.</summary>
/// <param name="Status">A status as <c>404</c>, a class as <c>4xx</c>, or <c>broken</c>; empty for all.</param>
/// <param name="Match">A part of <c>METHOD /path?query</c>, in capitals or not; empty for all.</param>
/// <param name="Verdict">A part of the verdict or of the reason, in capitals or not; empty for all.</param>
internal sealed record RequestFilter(string Status, string Match, string Verdict)
{
    public static readonly string[] Parameters = ["status", "match", "verdict"];

    public static readonly RequestFilter All = new("", "", "");

    public bool IsAll => this == All;

    /// <exception cref="SandboxException">The status is none.</exception>
    public static RequestFilter Read(IQueryCollection query)
    {
        string status = Text(query, "status").ToLowerInvariant();
        bool isStatus = status.Length == 0 || status == "broken"
            || (status.Length == 3 && status[0] is >= '1' and <= '5' && (status.EndsWith(
                "xx", StringComparison.Ordinal) || status.All(char.IsAsciiDigit)));
        return isStatus
            ? new RequestFilter(status, Text(query, "match"), Text(query, "verdict"))
            : throw SandboxException.BadParameter("Parameter 'status' wants a status such as 404, a class such as 4xx, or broken.");
    }

    public bool Takes(SandboxRequestLogEntry entry) =>
        TakesStatus(entry.Status)
        && Has($"{entry.Method} {entry.Path}{entry.Query}", Match)
        && (Has(entry.Verdict, Verdict) || Has(entry.Reason, Verdict));

    private bool TakesStatus(int status) => Status switch
    {
        "" => true,
        "broken" => status == 0,
        _ when Status.EndsWith("xx", StringComparison.Ordinal) => status / 100 == Status[0] - '0',
        _ => status.ToString(CultureInfo.InvariantCulture) == Status,
    };

    private static bool Has(string? text, string part) =>
        part.Length == 0 || (text?.Contains(part, StringComparison.OrdinalIgnoreCase) ?? false);

    private static string Text(IQueryCollection query, string name) => query[name].ToString().Trim();
}
