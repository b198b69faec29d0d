using System.Globalization;
using HelpLightning.Cli.Output;
using HelpLightning.Client;

namespace HelpLightning.Cli.Shapes;

/// <summary>How groups are printed: lists without their people, one with them.</summary>
internal static class GroupShape
{
    private static readonly Field<Group>[] Listed =
    [
        new("id", static g => (long?)g.Id, InTable: true),
        new("name", static g => g.Name, InTable: true),
        new("description", static g => g.Description, InTable: true),
        new("email", static g => g.Email),
        new("user_count", static g => g.UserCount, InTable: true),
        new("admin_count", static g => g.AdminCount, InTable: true),
        new("default", static g => g.IsDefault),
        new("expert", static g => g.IsExpert, InTable: true),
        new("manage", static g => g.Manage),
    ];

    public static readonly RowShape<Group> List = new("groups", Listed);

    public static readonly RowShape<Group> Full = new("groups",
    [
        .. Listed,
        new("users", static g => References(g.Users)),
        new("admins", static g => References(g.Admins)),
        new("subgroups", static g => References(g.Subgroups)),
        new("on_call_groups", static g => References(g.OnCallGroups)),
    ]);

    public static FieldValue References(IEnumerable<Reference> references) =>
        FieldValue.List(references.Select(static r => r.Name ?? r.Id?.ToString(CultureInfo.InvariantCulture)));
}
