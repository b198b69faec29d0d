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
    public void The_sandbox_does_not_know_the_client() => Assert.DoesNotContain("HelpLightning.Client", References(typeof(HelpLightningSandbox)));

    [Fact]
    public void Public_classes_are_sealed_abstract_or_meant_to_be_derived_from()
    {
        Type[] open = [typeof(HelpLightningApiException), typeof(User)];
        Assert.All(
            new[] { typeof(PartnerKey), typeof(HelpLightningClient), typeof(HelpLightningSandbox) }.SelectMany(t => t.Assembly.GetExportedTypes()).Where(t => t.IsClass),
            type => Assert.True(type.IsSealed || type.IsAbstract || open.Contains(type) || IsClient(type), type.FullName));
    }

    [Fact]
    public void What_a_client_does_can_be_replaced_in_tests() => Assert.All(Clients, type =>
    {
        Assert.Contains(type.GetConstructors(BindingFlags.Instance | BindingFlags.NonPublic), c => c.IsFamily);
        Assert.All(
            type.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly).Where(m => m.Name.EndsWith("Async", StringComparison.Ordinal)),
            method => Assert.True(method.IsVirtual && !method.IsFinal, $"{type.Name}.{method.Name}"));
    });

    [Fact]
    public void A_cancellation_token_comes_last() => Assert.All(
        Clients.SelectMany(t => t.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly)).Where(m => typeof(Task).IsAssignableFrom(m.ReturnType)),
        method => Assert.True(method.GetParameters()[^1].ParameterType == typeof(CancellationToken), $"{method.DeclaringType!.Name}.{method.Name}"));

    private static IEnumerable<Type> Clients => typeof(HelpLightningClient).Assembly.GetExportedTypes().Where(IsClient);

    private static bool IsClient(Type type) => type.IsClass && type.Name.EndsWith("Client", StringComparison.Ordinal);

    private static IEnumerable<string> References(Type type) =>
        type.Assembly.GetReferencedAssemblies().Select(n => n.Name!).Where(n => n != Assembly.GetExecutingAssembly().GetName().Name);
}
