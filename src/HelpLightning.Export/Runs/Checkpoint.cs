using System.Text.Json.Serialization;
using HelpLightning.Export.Tables;

namespace HelpLightning.Export.Runs;

/// <summary>How far an export is, as it stands on the disk.</summary>
internal sealed record Checkpoint
{
    public static readonly Checkpoint Beginning = new();

    public ExportStep Step { get; init; }

    /// <summary>Where the step goes on in its list; null for its beginning.</summary>
    public string? Position { get; init; }

    /// <summary>Rows of that list that were read, those that were not kept included.</summary>
    public long RowsRead { get; init; }

    /// <summary>Groups whose members are written.</summary>
    public long GroupsDone { get; init; }

    /// <summary>Groups that were gone when their members were asked for.</summary>
    public long GroupsGone { get; init; }

    /// <summary>By table: how many rows fewer came than the server had announced, where some did.</summary>
    public IReadOnlyDictionary<string, long> Missing { get; init; } = new Dictionary<string, long>();

    /// <summary>Why there are no comments, when that is so.</summary>
    public string? NoComments { get; init; }

    public IReadOnlyDictionary<string, TableState> Tables { get; init; } = new Dictionary<string, TableState>();

    [JsonIgnore]
    public bool HasRows => Tables.Values.Any(static t => t.Rows > 0);

    public long RowsOf(Table table) => Tables.TryGetValue(table.Name, out TableState state) ? state.Rows : 0;
}
