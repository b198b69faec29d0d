using HelpLightning.Client;

namespace HelpLightning.Export.Tables;

/// <summary>The tables of an export, in the order of their files.</summary>
internal abstract class ExportTables
{
    public required Table<User> Users { get; init; }

    public required Table<Group> Groups { get; init; }

    /// <summary>The four kinds of links of groups; the column of the other end is the last one.</summary>
    public required Table<Link> Members { get; init; }

    public required Table<Link> Admins { get; init; }

    public required Table<Link> Subgroups { get; init; }

    public required Table<Link> OnCallGroups { get; init; }

    public required Table<Call> Calls { get; init; }

    public required Table<CallMember> Participants { get; init; }

    /// <summary>Null in the vendor's form, which has none.</summary>
    public Table<CallReference>? CallTags { get; init; }

    /// <summary>Null in the vendor's form, which has none.</summary>
    public Table<CallReference>? CallGroups { get; init; }

    /// <summary>Null in the vendor's form, which has none, and for one group: the report is of all calls.</summary>
    public Table<CallComment>? CallComments { get; init; }

    public IReadOnlyList<Table> All => field ??=
    [
        .. new Table?[]
        {
            Users, Groups, Members, Admins, Subgroups, OnCallGroups, Calls, Participants, CallTags, CallGroups, CallComments,
        }.OfType<Table>(),
    ];

    /// <param name="isTidy">One shape for everything, rather than the vendor's.</param>
    /// <param name="ofGroup">The tables of the export of one group, whose people have fewer columns.</param>
    public static ExportTables Of(bool isTidy, bool ofGroup) => isTidy ? TidyTables.Create(ofGroup) : VendorTables.Create(ofGroup);
}
