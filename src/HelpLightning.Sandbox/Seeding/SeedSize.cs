namespace HelpLightning.Sandbox.Seeding;

/// <summary>How much is made for one site.</summary>
internal sealed record SeedSize(int People, int Groups, int MembersOfGroup, int Calls, int OneAttachmentIn, int HelpThreads)
{
    public static readonly SeedSize Small = new(People: 40, Groups: 5, MembersOfGroup: 9, Calls: 300, OneAttachmentIn: 5, HelpThreads: 5);

    public static readonly SeedSize Workspace = new(
        People: 12, Groups: 2, MembersOfGroup: 5, Calls: 40, OneAttachmentIn: 5, HelpThreads: 1);

    public static readonly SeedSize Large = new(
        People: 100_000, Groups: 499, MembersOfGroup: 200, Calls: 1_000_000, OneAttachmentIn: 200, HelpThreads: 50);
}
