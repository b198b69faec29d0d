using System.Globalization;
using HelpLightning.Cli.Terminal;
using HelpLightning.Proxy;

namespace HelpLightning.Cli.SigningProxy;

/// <summary>A request as people read it.</summary>
internal static class AccessLine
{
    public static string Format(ProxyAccess access, bool colored)
    {
        string time = access.At.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        string color = access.Status is > 0 and < 400 ? Ansi.Green : Ansi.Red;
        string status = Ansi.Paint(access.Status == 0 ? "broken" : access.Status.ToString(CultureInfo.InvariantCulture), color, colored);
        List<string> remarks = [];
        if (access.Caller is not null)
        {
            remarks.Add(access.Caller);
        }

        if (access.ActsAs is not null)
        {
            remarks.Add($"as {access.ActsAs}");
        }

        if (access.AnsweredBy is not null)
        {
            remarks.Add(access.AnsweredBy == "policy" ? $"refused: {access.Rule}" : $"refused: {access.AnsweredBy}");
        }

        string remark = remarks.Count == 0 ? "" : "  " + Printable.Of(string.Join(", ", remarks));
        return $"{time} {Printable.Of($"{access.Method} {access.Path}")} {status} {access.Elapsed.TotalMilliseconds:0} ms{remark}";
    }
}
