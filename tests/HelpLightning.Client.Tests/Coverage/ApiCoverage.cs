using System.Reflection;

namespace HelpLightning.Client.Tests;

/// <summary>A route of the API as the client declares it, the methods that call it and the tests that exercise it.</summary>
internal sealed record ApiCoverage(string Route, string Token, string Confidence, string[] Methods, string[] Tests)
{
    public static ApiCoverage[] All { get; } = [.. Read().OrderBy(r => r.Route.Split(' ')[1], StringComparer.Ordinal).ThenBy(r => r.Route, StringComparer.Ordinal)];

    private static IEnumerable<ApiCoverage> Read()
    {
        Assembly client = typeof(HelpLightningClient).Assembly;
        Type endpoint = client.GetType("HelpLightning.Client.Endpoint")!;
        ILookup<string, string> tests = TestsByRoute();
        foreach (Type type in client.GetTypes())
        {
            foreach (FieldInfo field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic).Where(f => f.FieldType == endpoint))
            {
                object declared = field.GetValue(null)!;
                string route = declared.ToString()!;
                string Part(string name) => endpoint.GetProperty(name)!.GetValue(declared)!.ToString()!;
                yield return new ApiCoverage(route, Part("Token"), Part("Confidence"), MethodsThatCall(client, type, field.Name), [.. tests[route].Distinct().Order(StringComparer.Ordinal)]);
            }
        }
    }

    /// <summary>By the attribute on the method: it names a field of its own class, or a class that has the one field.</summary>
    private static string[] MethodsThatCall(Assembly client, Type owner, string field) =>
    [
        .. from type in client.GetExportedTypes()
           from method in type.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly)
           from attribute in method.GetCustomAttributesData()
           where attribute.AttributeType.Name == "CallsAttribute"
           let named = (string)attribute.ConstructorArguments[0].Value!
           where (type == owner && named == field) || named == owner.Name
           select $"{type.Name}.{method.Name}",
    ];

    private static ILookup<string, string> TestsByRoute() =>
        (from type in Assembly.GetExecutingAssembly().GetTypes()
         from method in type.GetMethods()
         from covers in method.GetCustomAttributes<CoversAttribute>()
         select (covers.Route, Test: $"{type.Name}.{method.Name}")).ToLookup(t => t.Route, t => t.Test);
}
