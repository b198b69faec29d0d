using HelpLightning.Sandbox.Authentication;
using HelpLightning.Sandbox.Faults;
using HelpLightning.Sandbox.Routing;

namespace HelpLightning.Sandbox.Reports;

/// <summary>Asks for reports of calls and polls them.</summary>
internal sealed class ReportEndpoints(ReportJobs jobs, SignedAddresses addresses)
{
    private const string Path = "/api/v1r1/enterprise/reports/calls";

    private const string JsonPath = Path + ".json";

    public IEnumerable<ApiRoute> Routes =>
    [
        new("POST", Path, TokenKinds.AnyEnterprise, "Begins a report of calls as CSV", r => BeginAsync(r, ReportJobs.Csv))
        {
            Reply = "ReportJob", Group = "Reports",
        },
        new("POST", JsonPath, TokenKinds.AnyEnterprise, "Begins a report of calls as JSON", r => BeginAsync(r, ReportJobs.Json))
        {
            Reply = "ReportJob", Group = "Reports",
        },
        new("GET", Path + "/{uuid}", TokenKinds.AnyEnterprise, "Tells whether a report is ready, and where it is", PollAsync)
        {
            Reply = "ReportStatus", Group = "Reports",
        },
    ];

    /// <summary>Whether a request asks for a new report.</summary>
    public static bool IsBeginning(string method, string path) => method == "POST"
        && (path.Equals(Path, StringComparison.OrdinalIgnoreCase) || path.Equals(JsonPath, StringComparison.OrdinalIgnoreCase));

    private Task BeginAsync(ApiRequest request, string format) => request.WriteAsync((db, json) =>
    {
        json.WriteStartObject();
        json.WriteString("uuid"u8, jobs.Begin(db, request.Caller.SiteId, format, FaultMiddleware.FailsReport(request.Http)));
        json.WriteEndObject();
    });

    private Task PollAsync(ApiRequest request) => request.ReadAsync((db, json) =>
    {
        string uuid = request.Path("uuid");
        string status = jobs.Status(db, request.Caller.SiteId, uuid);
        json.WriteStartObject();
        json.WriteString("status"u8, status);
        if (status == ReportJobs.Complete)
        {
            json.WriteString("url"u8, addresses.Sign(request.Host, $"/files/reports/{Uri.EscapeDataString(uuid)}/call-report.zip"));
        }

        json.WriteEndObject();
    });
}
