using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Randomness;

namespace HelpLightning.Sandbox.Seeding;

/// <summary>
/// Fills a new database with a plausible plant: people, groups, two workspaces, calls with what they left behind, help
/// threads. The same for the same seed number and day.
/// </summary>
internal static class Seeder
{
    private static readonly string[] WorkspaceNames = ["Field Service North", "Assembly Training"];

    private static readonly DateTimeOffset Opened = new(2024, 2, 1, 8, 0, 0, TimeSpan.Zero);

    /// <summary>The id of the n-th workspace, from 1.</summary>
    public static long WorkspaceId(long siteId, int number) => siteId + (1000L * number);

    public static void Fill(Db db, HelpLightningSandboxOptions options, SandboxSeed seed, TimeProvider clock)
    {
        long site = options.SiteId.Value;
        SeedCalendar calendar = new(options.SeedDate ?? clock.GetUtcNow());
        SiteSeed.Insert(db, site, parent: null, "Example Plant", calendar.Of(Opened));
        if (seed == SandboxSeed.None)
        {
            return;
        }

        if (seed == SandboxSeed.Large)
        {
            // Pages that are still being written to stay in memory; the setting is gone with the next start.
            db.Script("PRAGMA cache_size = -400000");
        }

        SplitMix64 random = new((ulong)options.SeedNumber);
        FillSite(db, site, SizeOf(options, seed), random, calendar, aliasesOf: null);
        for (int i = 0; i < WorkspaceNames.Length; i++)
        {
            long workspace = WorkspaceId(site, i + 1);
            SiteSeed.Insert(db, workspace, site, WorkspaceNames[i], calendar.Of(Opened));
            FillSite(db, workspace, SeedSize.Workspace, random, calendar, aliasesOf: site);
        }

        db.Script("PRAGMA cache_size = -2000");
    }

    private static SeedSize SizeOf(HelpLightningSandboxOptions options, SandboxSeed seed)
    {
        SeedSize size = seed == SandboxSeed.Large ? SeedSize.Large : SeedSize.Small;
        return size with
        {
            People = options.SeedUsers ?? size.People,
            Groups = options.SeedGroups ?? size.Groups,
            Calls = options.SeedCalls ?? size.Calls,
        };
    }

    private static void FillSite(Db db, long site, SeedSize size, SplitMix64 random, SeedCalendar calendar, long? aliasesOf)
    {
        long[] people = aliasesOf is { } primary
            ? PeopleSeed.Aliases(db, site, primary, size.People)
            : PeopleSeed.Make(db, site, size.People, random, calendar);
        long[] guests = aliasesOf is null
            ? PeopleSeed.Guests(db, calendar)
            : db.Numbers("SELECT id FROM users WHERE site_id = 0 ORDER BY id").ToArray();
        GroupSeed.Make(db, site, people, size, random, calendar);
        new CallSeed(db, site, people, guests, size, random, calendar).Make();
        HelpThreadSeed.Make(db, site, people, size.HelpThreads, random, calendar);
    }
}
