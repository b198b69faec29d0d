using HelpLightning.Cli.Output;
using HelpLightning.Export;

namespace HelpLightning.Cli.Shapes;

/// <summary>
/// How calls of the report are printed: by the names of <see cref="CallShape"/>, with what the report tells beyond it. Several values in a
/// cell stay one text, for nothing says what the report puts between them.
/// </summary>
internal static class ReportedCallShape
{
    public static readonly IReadOnlyList<Field<CallReportRow>> Fields =
    [
        new("id", static r => r.Id),
        new("started_at", static r => r.StartedAt),
        new("ended_at", static r => r.EndedAt),
        new("dialer", static r => r.Dialer),
        new("duration", static r => r.Duration?.TotalSeconds),
        new("participants", static r => r.Participants),
        new("end_reason", static r => r.Status),
        new("tags", static r => r.Tags),
        new("groups", static r => r.Groups),
        new("comments", static r => r.Comments),
        new("workspace", static r => r.Workspace),
        new("workspace_id", static r => r.WorkspaceId),
    ];
}
