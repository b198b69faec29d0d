using System.Reflection;
using HelpLightning.PartnerKeys;
using HelpLightning.Sandbox;

namespace HelpLightning.Client.Tests;

/// <summary>Dependencies point one way, and the two sides of the wire do not see each other.</summary>
public sealed class ArchitectureTests
{
    [Fact]
    public void Partner_keys_depend_on_the_framework_only() =>
        Assert.All(References(typeof(PartnerKey)), name => Assert.StartsWith("System.", name, StringComparison.Ordinal));

    [Fact]
    public void The_client_does_not_know_the_sandbox_nor_a_web_server() => Assert.All(References(typeof(HelpLightningClient)), name =>
    {
        Assert.NotEqual("HelpLightning.Sandbox", name);
        Assert.DoesNotContain("AspNetCore", name, StringComparison.Ordinal);
    });

    [Fact]
    public void What_only_files_on_disk_need_is_no_burden_of_the_client() =>
        Assert.Empty(References(typeof(HelpLightningClient)).Intersect(["Sep", "BouncyCastle.Cryptography", "Microsoft.Data.Sqlite", "System.IO.Hashing"]));

    [Fact]
    public void The_sandbox_does_not_know_the_client() => Assert.DoesNotContain("HelpLightning.Client", References(typeof(HelpLightningSandbox)));

    private static IEnumerable<string> References(Type type) =>
        type.Assembly.GetReferencedAssemblies().Select(n => n.Name!).Where(n => n != Assembly.GetExecutingAssembly().GetName().Name);
}
