using HelpLightning.Sandbox.Authentication;
using HelpLightning.Sandbox.Hosting;

namespace HelpLightning.Sandbox.Reports;

/// <summary>Asks for reports of calls and polls them.</summary>
internal sealed class ReportEndpoints(SandboxCore core)
{
    private const string Path = "/api/v1r1/enterprise/reports/calls";

    private readonly ReportJobs _jobs = new(core);

    public IEnumerable<Route> Routes =>
    [
        new("POST", Path, TokenKinds.AnyEnterprise, "Begins a report of calls as CSV", r => BeginAsync(r, ReportJobs.Csv)) { Reply = "ReportJob", Group = "Reports" },
        new("POST", Path + ".json", TokenKinds.AnyEnterprise, "Begins a report of calls as JSON", r => BeginAsync(r, ReportJobs.Json))
        {
            Reply = "ReportJob", Group = "Reports",
        },
        new("GET", Path + "/{uuid}", TokenKinds.AnyEnterprise, "Tells whether a report is ready, and where it is", PollAsync) { Reply = "ReportStatus", Group = "Reports" },
    ];

    private Task BeginAsync(ApiRequest request, string format) => request.WriteAsync((db, json) =>
    {
        json.WriteStartObject();
        json.WriteString("uuid"u8, _jobs.Begin(db, request.Caller.SiteId, format));
        json.WriteEndObject();
    });

    private Task PollAsync(ApiRequest request) => request.ReadAsync((db, json) =>
    {
        string uuid = request.Path("uuid");
        bool isReady = _jobs.IsReady(db, request.Caller.SiteId, uuid);
        json.WriteStartObject();
        json.WriteString("status"u8, isReady ? "complete"u8 : "processing"u8);
        if (isReady)
        {
            json.WriteString("url"u8, core.SignedAddresses.Sign(request.Host, $"/files/reports/{Uri.EscapeDataString(uuid)}/call-report.zip"));
        }

        json.WriteEndObject();
    });
}
