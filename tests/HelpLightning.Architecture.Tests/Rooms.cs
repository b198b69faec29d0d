using HelpLightning.Tests;
using Mono.Cecil;

namespace HelpLightning.Architecture.Tests;

/// <summary>
/// The rooms of a project, which are its namespaces, and the arrows between them: A → B when a type in A mentions a type in B,
/// in a signature, an attribute or a body. Constants leave no trace in a body, so a <c>using</c> of another room counts too.
/// What is public stays in the project's own namespace, so that its users need one <c>using</c>; it belongs to the room in
/// whose folder it lies. A folder that no namespace is named after is a shelf, not a room.
/// </summary>
internal sealed class Rooms
{
    /// <summary>The name for the project's own namespace.</summary>
    public const string Top = ".";

    private readonly Dictionary<string, string> _roomOfType = [];
    private readonly Dictionary<(string, string), Arrow> _arrows = [];

    private Rooms(string project)
    {
        Project = project;
    }

    public string Project { get; }

    public IEnumerable<string> Names => _roomOfType.Values.Distinct().Order(StringComparer.Ordinal);

    public IEnumerable<Arrow> Arrows => _arrows.Values.OrderBy(static a => a.From, StringComparer.Ordinal).ThenBy(static a => a.To, StringComparer.Ordinal);

    public static Rooms Of(string project)
    {
        Rooms rooms = new(project);
        List<SourceFile> files = [.. Sources.In($"src/{project}").Select(static path => new SourceFile(path))];
        HashSet<string> named = [.. files.Select(file => rooms.RoomOfNamespace(file.Namespace))];
        foreach (SourceFile file in files)
        {
            string folder = Path.GetDirectoryName(Path.GetRelativePath(Path.Combine(RepositoryFolder.Root, "src", project), file.Path))!.Replace('\\', '/');
            string room = rooms.RoomOfNamespace(file.Namespace);
            file.Room = room == Top && named.Contains(folder) ? folder : room;
            foreach (string type in file.Types)
            {
                rooms._roomOfType.TryAdd($"{file.Namespace}.{type}", file.Room);
            }
        }

        foreach (SourceFile file in files)
        {
            foreach (string space in file.Usings)
            {
                rooms.AddUsing(file, space);
            }
        }

        string assembly = project == "HelpLightning.Cli" ? "hl" : project;
        using ModuleDefinition module = ModuleDefinition.ReadModule(Path.Combine(AppContext.BaseDirectory, assembly + ".dll"));
        foreach (TypeDefinition type in module.Types)
        {
            foreach (TypeReference mentioned in Mentions.Of(type))
            {
                rooms.Add(Full(type), Full(mentioned));
            }
        }

        return rooms;
    }

    /// <summary>Each group of rooms that all lead to one another. None, when nothing leads back to where it came from.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Cycles()
    {
        Dictionary<string, HashSet<string>> reached = Names.ToDictionary(static room => room, Reach);
        return
        [
            .. Names.Where(room => reached[room].Contains(room))
                .GroupBy(room => Names.First(other => reached[room].Contains(other) && reached[other].Contains(room)))
                .Select(static group => group.ToArray()),
        ];

        HashSet<string> Reach(string from)
        {
            HashSet<string> seen = [];
            Stack<string> next = new([from]);
            while (next.TryPop(out string? room))
            {
                foreach (Arrow arrow in _arrows.Values.Where(a => a.From == room && seen.Add(a.To)))
                {
                    next.Push(arrow.To);
                }
            }

            return seen;
        }
    }

    /// <summary>The rooms in such an order that each leads only to rooms before it; where some lead to one another, in any order among these.</summary>
    public IReadOnlyList<string> LowestFirst()
    {
        List<string> placed = [];
        List<string> left = [.. Names];
        while (left.Count > 0)
        {
            string next = left.Find(room => Arrows.All(a => a.From != room || placed.Contains(a.To))) ?? left[0];
            placed.Add(next);
            left.Remove(next);
        }

        return placed;
    }

    private string RoomOfNamespace(string space) => space.StartsWith(Project + ".", StringComparison.Ordinal)
        ? space[(Project.Length + 1)..].Replace('.', '/')
        : Top;

    private static string Full(TypeReference type)
    {
        TypeReference top = type;
        while (top.DeclaringType is { } outer)
        {
            top = outer;
        }

        return $"{top.Namespace}.{top.Name.Split('`')[0]}";
    }

    private void AddUsing(SourceFile file, string space)
    {
        // The project's own namespace holds types of many rooms: only what is mentioned tells of which.
        string to = RoomOfNamespace(space);
        if (to != Top && to != file.Room && _roomOfType.ContainsValue(to))
        {
            _arrows.TryAdd((file.Room, to), new Arrow(file.Room, to, Path.GetFileName(file.Path)));
        }
    }

    private void Add(string from, string to)
    {
        if (_roomOfType.TryGetValue(from, out string? here) && _roomOfType.TryGetValue(to, out string? there) && here != there)
        {
            string because = $"{from[(from.LastIndexOf('.') + 1)..]} → {to[(to.LastIndexOf('.') + 1)..]}";
            _arrows.TryAdd((here, there), new Arrow(here, there, because));
        }
    }
}
