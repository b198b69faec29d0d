using HelpLightning.Cli.Output;
using HelpLightning.Client;

namespace HelpLightning.Cli.Shapes;

/// <summary>How workspaces are printed; never with their tokens.</summary>
internal static class WorkspaceShape
{
    public static readonly RowShape<Workspace> Full = new("workspaces",
        new("id", static w => (long?)w.Id, InTable: true),
        new("name", static w => w.Name, InTable: true),
        new("active", static w => w.Active, InTable: true),
        new("admins", static w => GroupShape.References(w.Admins), InTable: true));
}
