using System.Reflection;
using HelpLightning.PartnerKeys;
using HelpLightning.Sandbox;

namespace HelpLightning.Client.Tests;

/// <summary>The rules of docs/decisions/0012-public-api.md, held by every public type.</summary>
public sealed class PublicShapeTests
{
    private static readonly Type[] Types = [.. typeof(HelpLightningClient).Assembly.GetExportedTypes(), .. typeof(PartnerKey).Assembly.GetExportedTypes()];

    /// <summary>What others derive from on purpose.</summary>
    private static readonly Type[] Bases =
    [
        typeof(ApiObject), typeof(HelpLightningException), typeof(HelpLightningApiException), typeof(PagedList<>), typeof(PartnerSigningKey),
        typeof(PartnerKeyScheme), typeof(RemotePartnerKey), typeof(ListFilter), typeof(FilterField<>),
    ];

    public static TheoryData<string> Errors => [.. Types.Where(static t => t.IsAssignableTo(typeof(Exception)) && !t.IsAbstract).Select(static t => t.FullName!)];

    [Fact]
    public void Clients_are_open_and_the_rest_is_sealed()
    {
        Assert.All(
            Types.Concat(typeof(HelpLightningSandbox).Assembly.GetExportedTypes()).Where(static t => t.IsClass && !t.IsAssignableTo(typeof(Delegate)) && !Bases.Contains(t)),
            static type => Assert.Equal(type.Name.EndsWith("Client", StringComparison.Ordinal), !type.IsSealed));
    }

    [Fact]
    public void A_test_can_replace_every_method_of_a_client()
    {
        foreach (Type client in Types.Where(static t => t.Name.EndsWith("Client", StringComparison.Ordinal)))
        {
            Assert.Contains(client.GetConstructors(BindingFlags.Instance | BindingFlags.NonPublic), static c => c.IsFamily);
            Assert.All(
                client.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly).Where(static m => !m.IsSpecialName && m.Name != "Dispose"),
                method => Assert.True(method is { IsVirtual: true, IsFinal: false }, $"{client.Name}.{method.Name}"));
        }
    }

    [Theory]
    [MemberData(nameof(Errors))]
    public void A_test_can_make_every_error(string name)
    {
        Type error = Types.Single(t => t.FullName == name);
        Assert.NotEmpty(error.GetConstructors());
    }

    [Fact]
    public void What_asks_the_server_can_be_cancelled()
    {
        foreach (MethodInfo method in Types.SelectMany(static t => t.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly))
            .Where(static m => m.Name.EndsWith("Async", StringComparison.Ordinal) && m.Name != "DisposeAsync"))
        {
            Assert.True(method.GetParameters() is [.., { ParameterType: var last }] && last == typeof(CancellationToken), $"{method.DeclaringType!.Name}.{method.Name}");
        }
    }

    [Fact]
    public void What_reads_gives_the_model_and_what_opens_gives_the_client()
    {
        foreach (MethodInfo method in Types.SelectMany(static t => t.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly)))
        {
            Type result = method.ReturnType.IsGenericType && method.ReturnType.GetGenericTypeDefinition() == typeof(Task<>)
                ? method.ReturnType.GetGenericArguments()[0] : method.ReturnType;
            bool givesClient = result.Name.EndsWith("Client", StringComparison.Ordinal);
            bool opens = method.IsSpecialName || method.Name == "Open" || method.Name == "Create" || method.Name.StartsWith("As", StringComparison.Ordinal);
            Assert.True(!givesClient || opens, $"{method.DeclaringType!.Name}.{method.Name}");
        }
    }

    [Fact]
    public void The_same_name_has_the_same_type()
    {
        // An id is of the kind that its thing has; a status and a type are the vendor's numbers or words.
        string[] free = ["Id", "Status", "Type", "Value", "Code", "Key", "Message", "Text", "Reason", "Problem", "Requests", "Users", "Participants"];
        IEnumerable<IGrouping<(Assembly, string), PropertyInfo>> names = Types
            .Where(static t => t.GetMethod("<Clone>$") is not null || t.IsAssignableTo(typeof(Exception)))
            .SelectMany(static t => t.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly))
            .Where(p => !free.Contains(p.Name))
            .GroupBy(static p => (p.DeclaringType!.Assembly, p.Name));
        Assert.All(names, static name => Assert.Single(name.Select(static p => Nullable.GetUnderlyingType(p.PropertyType) ?? p.PropertyType).Distinct()));
    }
}
