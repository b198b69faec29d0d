using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace HelpLightning.Client.Tests;

/// <summary>Every field of every object is read in each form that its kind of value has been seen in, or may be missing in.</summary>
public sealed class FieldFormTests
{
    private static readonly JsonSerializerContext Json = (JsonSerializerContext)typeof(HelpLightningClient).Assembly
        .GetType("HelpLightning.Client.ApiJson")!.GetProperty("Default", BindingFlags.Static | BindingFlags.Public)!.GetValue(null)!;

    private static readonly DateTimeOffset Noon = new(2024, 5, 25, 12, 0, 0, TimeSpan.Zero);

    private static readonly Dictionary<Type, (string Json, object? Value)[]> Forms = new()
    {
        [typeof(long)] = [("24", 24L), ("\"24\"", 24L), ("24.0", 24L)],
        [typeof(long?)] = [("24", 24L), ("\"24\"", 24L), ("24.0", 24L), ("\"\"", null), ("null", null), ("\"x\"", null), ("{}", null), ("[1]", null), ("true", null)],
        [typeof(string)] = [("\"a\"", "a"), ("24", "24"), ("true", "true"), ("null", null), ("{\"b\":1}", null), ("[1]", null)],
        [typeof(bool?)] = [("true", true), ("false", false), ("1", true), ("0", false), ("\"true\"", true), ("\"False\"", false), ("\"\"", null), ("null", null), ("{}", null)],
        [typeof(double?)] = [("1.5", 1.5), ("\"1.5\"", 1.5), ("\"\"", null), ("null", null), ("[]", null)],
        [typeof(DateTimeOffset?)] =
        [
            ("\"2024-05-25T12:00:00.000000Z\"", Noon), ("\"2024-05-25T12:00:00Z\"", Noon), ("\"2024-05-25T14:00:00+02:00\"", Noon), ("\"1716638400\"", Noon),
            ("\"1716638400.000\"", Noon), ("1716638400", Noon), ("1716638400.0", Noon), ("\"\"", null), ("0", null), ("\"0\"", null), ("null", null), ("\"soon\"", null), ("{}", null),
        ],
        [typeof(TimeSpan?)] = [("94", TimeSpan.FromSeconds(94)), ("\"94\"", TimeSpan.FromSeconds(94)), ("93.976", TimeSpan.FromSeconds(93.976)), ("0", TimeSpan.Zero), ("null", null), ("\"\"", null), ("-1", null)],
        [typeof(Uri)] = [("\"https://files.example/a?b=%2B\"", new Uri("https://files.example/a?b=%2B")), ("\"\"", null), ("null", null), ("\"/a\"", null), ("\"file:///etc/passwd\"", null), ("0", null)],
        [typeof(AccessToken)] = [("\"a.b.c\"", new AccessToken("a.b.c")), ("\"\"", null), ("null", null), ("\"a\\nb\"", null), ("{}", null)],
        [typeof(CallId)] = [("\"call_1\"", new CallId("call_1"))],
        [typeof(CallId?)] = [("\"call_1\"", new CallId("call_1")), ("null", null)],
        [typeof(Reference?)] = [("{\"id\":\"7\",\"name\":\"a\"}", new Reference(7, "a")), ("7", new Reference(7, null)), ("null", null)],
    };

    /// <summary>Of a file's address, one that cannot be used is not the same as none: that is a failure, and this no file.</summary>
    private static readonly (string Json, object? Value)[] FileAddressForms =
    [
        ("\"https://files.example/a?b=%2B\"", new Uri("https://files.example/a?b=%2B")), ("\"\"", null), ("null", null), ("false", null),
        ("\"/a\"", new Uri("/a", UriKind.Relative)), ("\"file:///etc/passwd\"", new Uri("file:///etc/passwd")), ("0", new Uri("about:invalid")),
    ];

    /// <summary>Without the address that a link is, the answer is none.</summary>
    private static readonly (string Json, object? Value)[] LinkForms = [("\"https://hl.example/x?b=%2B\"", new Uri("https://hl.example/x?b=%2B"))];

    /// <summary>Read in ways of their own, which tests of their routes show.</summary>
    private static readonly HashSet<Type> Structured =
    [
        typeof(JsonElement), typeof(JsonElement?), typeof(Dictionary<string, JsonElement>), typeof(Avatar), typeof(CallPerson), typeof(OAuth2SignIn),
    ];

    public static TheoryData<Type, string> Fields()
    {
        TheoryData<Type, string> fields = [];
        foreach (Type type in typeof(HelpLightningClient).Assembly.GetTypes().Where(t => t is { IsAbstract: false } && typeof(ApiObject).IsAssignableFrom(t)))
        {
            foreach (JsonPropertyInfo property in InfoOf(type).Properties.Where(p => p.Set is not null && !Structured.Contains(p.PropertyType) && !IsList(p.PropertyType)))
            {
                fields.Add(type, property.Name);
            }
        }

        return fields;
    }

    [Theory]
    [MemberData(nameof(Fields))]
    public void A_field_is_read_in_every_form(Type type, string field)
    {
        JsonTypeInfo info = InfoOf(type);
        JsonPropertyInfo property = info.Properties.Single(p => p.Name == field);

        // The people in calls have ids in text, with -1 for nobody.
        bool isPerson = type == typeof(CallPerson) || (type == typeof(Call) && field is "dialerId" or "receiverId");
        (string Json, object? Value)[] forms = isPerson && property.PropertyType == typeof(long?)
            ? [.. Forms[typeof(long?)], ("\"-1\"", null), ("-1", null)]
            : field == "signed_url" ? FileAddressForms
            : property.IsRequired ? LinkForms
            : Forms[property.PropertyType];
        foreach ((string json, object? value) in forms)
        {
            object read = JsonSerializer.Deserialize($$"""{{{Required(info, field)}}"{{field}}":{{json}},"of_tomorrow":1}""", info)!;
            object? got = ((PropertyInfo)property.AttributeProvider!).GetValue(read);

            // Empty text and none are the same where nothing is told.
            Assert.True(Equals(value, got) || (value is "" && got is null), $"{type.Name}.{field} from {json}: {got ?? "null"}");
            Assert.Equal(1, ((ApiObject)read).AdditionalData["of_tomorrow"].GetInt32());
        }
    }

    [Fact]
    public void An_object_of_which_nothing_is_told_is_read_and_shown()
    {
        foreach (Type type in typeof(HelpLightningClient).Assembly.GetTypes().Where(t => t is { IsAbstract: false } && typeof(ApiObject).IsAssignableFrom(t)))
        {
            object read = JsonSerializer.Deserialize($$"""{{{Required(InfoOf(type), "of_tomorrow")}}"of_tomorrow":1}""", InfoOf(type))!;
            Assert.StartsWith(type.Name + " { ", read.ToString(), StringComparison.Ordinal);
            foreach (PropertyInfo property in type.GetProperties().Where(p => IsList(p.PropertyType)))
            {
                Assert.Empty((System.Collections.IEnumerable)property.GetValue(read)!);
            }
        }
    }

    private static JsonTypeInfo InfoOf(Type type) => Json.GetTypeInfo(type) ?? throw new InvalidOperationException($"{type.Name} is not among the generated types.");

    /// <summary>The fields, all of them addresses, that an object cannot be read without, but for the one that is looked at.</summary>
    private static string Required(JsonTypeInfo info, string field) =>
        string.Concat(info.Properties.Where(p => p.IsRequired && p.Name != field).Select(static p => $"\"{p.Name}\":\"https://hl.example/x\","));

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"link":null}""")]
    [InlineData("""{"link":""}""")]
    [InlineData("""{"link":"/x"}""")]
    [InlineData("""{"link":"file:///etc/passwd"}""")]
    [InlineData("""{"link":7}""")]
    public void An_answer_without_the_address_that_it_is_about_is_none(string json)
    {
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(json, InfoOf(typeof(CallLink))));
    }

    private static bool IsList(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>);
}
