using System.Text;
using HelpLightning.Tests;

namespace HelpLightning.Architecture.Tests;

/// <summary>
/// What leads out of a room of a project does not lead back into it. docs/architecture.md lists the rooms with their arrows: it is
/// made here. Run with UPDATE_DOCS=1 to write it anew.
/// </summary>
public sealed class RoomTests
{
    private static readonly string[] Projects =
    [
        "HelpLightning.PartnerKeys",
        "HelpLightning.AwsKms",
        "HelpLightning.Pkcs11",
        "HelpLightning.Client",
        "HelpLightning.Export",
        "HelpLightning.Sandbox",
        "HelpLightning.Testing",
        "HelpLightning.Aspire.Hosting",
        "HelpLightning.Webhooks",
        "HelpLightning.Webhooks.PostgreSql",
        "HelpLightning.Webhooks.Sqlite",
        "HelpLightning.Webhooks.AspNetCore",
        "HelpLightning.Webhooks.Archiving",
        "HelpLightning.Proxy",
        "HelpLightning.Proxy.Redis",
        "HelpLightning.Cli",
    ];

    private static string Page => Path.Combine(RepositoryFolder.Root, "docs", "architecture.md");

    public static TheoryData<string> All => [.. Projects];

    [Theory]
    [MemberData(nameof(All))]
    public void No_room_leads_back_to_itself(string project)
    {
        Rooms rooms = Rooms.Of(project);
        foreach (IReadOnlyList<string> cycle in rooms.Cycles())
        {
            Assert.Fail($"{project}: these lead to one another:\n{string.Join('\n', rooms.Arrows
                .Where(a => cycle.Contains(a.From) && cycle.Contains(a.To))
                .Select(static a => $"  {a.From} → {a.To}   ({a.Because})"))}");
        }
    }

    [Fact]
    public void The_page_shows_the_rooms_as_they_are()
    {
        string page = Write();
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            File.WriteAllText(Page, page);
        }

        Assert.Equal(page, File.ReadAllText(Page));
    }

    private static string Write()
    {
        StringBuilder page = new();
        page.Append("""
            # Architecture

            The rooms of each project, lowest first: a room leads only to rooms above it in its table, never back, and a test holds them to it.
            A room is a namespace. What is public stays in the project's own namespace, so that its users need one `using`, and belongs
            to the room in whose folder it lies; the project's own namespace is called `.` here.

            Made from the built code by a test; to write it anew: `UPDATE_DOCS=1 dotnet test --project tests/HelpLightning.Architecture.Tests`.

            """);
        foreach (string project in Projects)
        {
            Rooms rooms = Rooms.Of(project);
            if (rooms.Names.Count() == 1)
            {
                page.Append($"\n## {project}\n\nOne room; its folders are the shelves in it.\n");
                continue;
            }

            page.Append($"\n## {project}\n\n| room | leads to |\n|---|---|\n");
            foreach (string room in rooms.LowestFirst())
            {
                page.Append($"| `{room}` | {string.Join(", ", rooms.Arrows.Where(a => a.From == room).Select(static a => $"`{a.To}`"))} |\n");
            }
        }

        return page.ToString();
    }
}
