using System.Reflection;
using System.Text.Json;

namespace HelpLightning.Client.Tests;

/// <summary>A record is equal to another that holds the same. Lists and JSON are equal to nothing but themselves unless somebody sees to it.</summary>
public sealed class EqualityTests
{
    private static readonly JsonSerializerOptions Wire = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Every model, and each of its properties that can be set to something which is not equal by itself.</summary>
    public static TheoryData<Type, string> Unequal
    {
        get
        {
            TheoryData<Type, string> all = [];
            foreach (Type type in typeof(User).Assembly.GetExportedTypes().Where(static t => t.GetMethod("<Clone>$") is not null && !t.IsAbstract))
            {
                foreach (PropertyInfo property in type.GetProperties().Where(static p => p.CanWrite && Sample(p.PropertyType) is not null))
                {
                    all.Add(type, property.Name);
                }
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Unequal))]
    public void Lists_and_JSON_are_compared_by_what_they_hold(Type type, string property)
    {
        (object one, object same, object other) = (With(type, property, Sample), With(type, property, Sample), With(type, property, Other));
        Assert.Equal(one, same);
        Assert.Equal(one.GetHashCode(), same.GetHashCode());
        Assert.NotEqual(one, other);
    }

    [Fact]
    public void The_properties_to_look_at_are_found()
    {
        Assert.True(Unequal.Count >= 18, $"{Unequal.Count}");
    }

    [Fact]
    public void What_the_API_wrote_twice_is_equal()
    {
        const string Json = """
            {"session":"1","dialer":{"id":1,"name":"Ann"},"participants":[{"id":1},{"id":2}],"groups":["A"],"tags":[{"id":3,"name":"t"}],
             "ratings":[{"stars":5}],"requests":[{"request_id":"r","requests":[{"reason":"x"}]}],"shoe_size":{"eu":42}}
            """;
        Call one = HelpLightningModelFactory.Model<Call>(Json);
        Assert.Equal(one, HelpLightningModelFactory.Model<Call>(Json));
        Assert.Equal(one.GetHashCode(), HelpLightningModelFactory.Model<Call>(Json).GetHashCode());
        Assert.NotEqual(one, HelpLightningModelFactory.Model<Call>(Json.Replace("42", "43", StringComparison.Ordinal)));
        Assert.NotEqual(one, HelpLightningModelFactory.Model<Call>(Json.Replace("\"stars\":5", "\"stars\":4", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_list_that_was_not_told_is_equal_to_an_empty_one()
    {
        Assert.Equal(new Group(), new Group { Users = [] });
        Assert.Equal(new Group(), new Group { Users = null! });
        Assert.Equal(new Group { Users = [new Reference(1, "a")] }, new Group { Users = new List<Reference> { new(1, "a") } });
    }

    private static object With(Type type, string property, Func<Type, object?> sample)
    {
        object model = type.GetConstructor(Type.EmptyTypes) is { } constructor ? constructor.Invoke([]) : JsonSerializer.Deserialize("""{"link":"https://a"}""", type, Wire)!;
        PropertyInfo set = type.GetProperty(property)!;
        set.SetValue(model, sample(set.PropertyType));
        return model;
    }

    private static object? Sample(Type type) => Of(type, """[{"id":1,"name":"a"}]""", """["a"]""", """{"a":[1]}""");

    private static object? Other(Type type) => Of(type, """[{"id":1,"name":"b"}]""", """["b"]""", """{"a":[2]}""");

    private static object? Of(Type type, string rows, string texts, string element)
    {
        if (type == typeof(JsonElement?) || type == typeof(JsonElement))
        {
            return JsonElement.Parse(element);
        }

        if (!type.IsGenericType || type.GetGenericTypeDefinition() != typeof(IReadOnlyList<>))
        {
            return null;
        }

        Type row = type.GetGenericArguments()[0];
        object one = row == typeof(string) ? JsonSerializer.Deserialize<List<string>>(texts)!
            : row == typeof(CallRequest) ? new List<CallRequest> { new() { Reason = texts } }
            : row == typeof(CallRequestGroup) ? new List<CallRequestGroup> { new() { RequestId = texts } }
            : JsonSerializer.Deserialize(rows, typeof(List<>).MakeGenericType(row), Wire)!;
        return one;
    }
}
