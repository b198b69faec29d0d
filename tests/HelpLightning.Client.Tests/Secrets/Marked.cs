using System.Collections;
using System.Net.Http.Headers;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using HelpLightning.Export;
using HelpLightning.PartnerKeys;
using HelpLightning.Sandbox;

namespace HelpLightning.Client.Tests;

/// <summary>
/// Objects of the libraries in which each text, address, piece of JSON and run of bytes says in which member it stands, so
/// that what shows it can be told. They are filled field by field, past constructors and what they demand.
/// </summary>
internal static partial class Marked
{
    private const int Deepest = 6;

    private static readonly Assembly[] Libraries =
        [typeof(HelpLightningClient).Assembly, typeof(SiteExport).Assembly, typeof(PartnerKey).Assembly, typeof(HelpLightningSandbox).Assembly];

    /// <summary>All public types that there can be objects of, but for a sandbox, which has to run. A generic one stands for all of its kind.</summary>
    public static Type[] Types { get; } =
    [
        .. Libraries.SelectMany(library => library.GetExportedTypes())
            .Where(type => type is { IsAbstract: false, IsInterface: false, IsEnum: false, ContainsGenericParameters: false } && !type.IsSubclassOf(typeof(Delegate)))
            .Except([typeof(HelpLightningSandbox)]),
        typeof(Page<User>),
    ];

    [GeneratedRegex(@"mark\(([^()]+)\)", RegexOptions.CultureInvariant)]
    private static partial Regex Mark();

    public static object Of(Type type) => type == typeof(PartnerKey) ? TestClient.Key : Fill(type, 0);

    /// <summary>The members that a text shows, as <c>User.Name</c>.</summary>
    public static string[] In(string text) =>
    [
        .. Mark().Matches(text).Select(mark => mark.Groups[1].Value).Distinct(),
        .. text.Contains(Convert.ToBase64String("mark("u8)[..6], StringComparison.Ordinal) ? (string[])["bytes"] : [],
    ];

    private static object Fill(Type type, int depth)
    {
        object filled = RuntimeHelpers.GetUninitializedObject(type);
        for (Type? at = type; at is not null && Libraries.Contains(at.Assembly); at = at.BaseType)
        {
            foreach (FieldInfo field in at.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                if (Value(field.FieldType, $"{at.Name}.{MemberOf(field)}", depth + 1) is { } value)
                {
                    field.SetValue(filled, value);
                }
            }
        }

        return filled;
    }

    private static string MemberOf(FieldInfo field) => field.Name.StartsWith('<') ? field.Name[1..field.Name.IndexOf('>', StringComparison.Ordinal)] : field.Name;

    private static object? Value(Type type, string member, int depth)
    {
        string mark = $"mark({member})";
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsGenericType && type.GetGenericArguments() is [Type element] && type.IsAssignableFrom(element.MakeArrayType()))
        {
            return ListOf(element, member, depth);
        }

        return type switch
        {
            _ when type == typeof(string) => mark,
            _ when type == typeof(Uri) => new Uri($"https://marked.example/?{mark}"),
            _ when type == typeof(JsonElement) => JsonElement.Parse($$"""{"inner":"{{mark}}"}"""),
            _ when type == typeof(JsonObject) => new JsonObject { ["inner"] = mark },
            _ when type == typeof(Dictionary<string, JsonElement>) => new Dictionary<string, JsonElement> { ["unknown"] = JsonElement.Parse($"\"{mark}\"") },
            _ when type == typeof(ReadOnlyMemory<byte>) => new ReadOnlyMemory<byte>(Encoding.UTF8.GetBytes(mark)),
            _ when type == typeof(byte[]) => Encoding.UTF8.GetBytes(mark),
            _ when type == typeof(EntityTagHeaderValue) => new EntityTagHeaderValue("\"tag\""),
            _ when type == typeof(TimeProvider) => TimeProvider.System,
            { IsArray: true } => ListOf(type.GetElementType()!, member, depth),
            { IsEnum: true } => null,
            { IsAbstract: false } when Libraries.Contains(type.Assembly) && depth < Deepest && !type.IsSubclassOf(typeof(Delegate)) => Fill(type, depth),
            _ => null,
        };
    }

    private static Array ListOf(Type element, string member, int depth)
    {
        object? one = element.IsPrimitive ? null : Value(element, member, depth);
        Array list = Array.CreateInstance(element, one is null ? 0 : 1);
        if (one is not null)
        {
            ((IList)list)[0] = one;
        }

        return list;
    }
}
