using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HelpLightning.Benchmarks;

/// <summary>
/// A bare Kestrel in a process of its own: one constant person, and a list of 100,000 that is written as it is asked for.
/// It checks nothing, so that what is measured is the caller.
/// </summary>
internal static class LoopbackServer
{
    public const int People = 100_000;

    private static readonly byte[] Person = Serialize(static json => WritePerson(json, 1));

    /// <summary>Prints its address, and serves until standard input ends.</summary>
    /// <param name="delay">Before each page of the list.</param>
    public static async Task RunAsync(TimeSpan delay)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        await using WebApplication app = builder.Build();
        app.Run(context => context.Request.Path.Value!.EndsWith("/users", StringComparison.Ordinal)
            ? PageAsync(context, delay)
            : PersonAsync(context.Response));
        await app.StartAsync();
        Console.WriteLine(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        await Console.In.ReadToEndAsync();
        await app.StopAsync();
    }

    private static async Task PersonAsync(HttpResponse response)
    {
        response.ContentType = "application/json";
        response.ContentLength = Person.Length;
        await response.BodyWriter.WriteAsync(Person);
    }

    private static async Task PageAsync(HttpContext context, TimeSpan delay)
    {
        if (delay > TimeSpan.Zero)
        {
            await Task.Delay(delay, context.RequestAborted);
        }

        int page = Parameter(context, "page", 1);
        int size = Parameter(context, "page_size", 50);
        context.Response.ContentType = "application/json";
        await using Utf8JsonWriter json = new(context.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteNumber("page"u8, page);
        json.WriteNumber("page_size"u8, size);
        json.WriteNumber("total_entries"u8, People);
        json.WriteNumber("total_pages"u8, (People + size - 1) / size);
        json.WriteStartArray("entries"u8);
        int last = Math.Min(page * size, People);
        for (int id = ((page - 1) * size) + 1; id <= last; id++)
        {
            WritePerson(json, id);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static int Parameter(HttpContext context, string name, int otherwise) =>
        int.TryParse(context.Request.Query[name], CultureInfo.InvariantCulture, out int value) ? value : otherwise;

    private static byte[] Serialize(Action<Utf8JsonWriter> write)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream))
        {
            write(json);
        }

        return stream.ToArray();
    }

    /// <summary>As long as the API's: about 700 bytes.</summary>
    private static void WritePerson(Utf8JsonWriter json, int id)
    {
        json.WriteStartObject();
        json.WriteNumber("id"u8, id);
        json.WriteNumber("enterprise_id"u8, 54344);
        json.WriteString("name"u8, string.Create(CultureInfo.InvariantCulture, $"Person {id} of the Plant"));
        json.WriteString("username"u8, string.Create(CultureInfo.InvariantCulture, $"person.{id}"));
        json.WriteString("email"u8, string.Create(CultureInfo.InvariantCulture, $"person.{id}@example.com"));
        json.WriteString("title"u8, "Plant Engineer");
        json.WriteString("location"u8, "Plant 4");
        json.WriteString("license"u8, "expert");
        json.WriteNumber("role_id"u8, 3);
        json.WriteString("role_name"u8, "User");
        json.WriteStartArray("permissions"u8);
        json.WriteStringValue("web_login"u8);
        json.WriteStringValue("manage_personal_contacts"u8);
        json.WriteEndArray();
        json.WriteString("status_message"u8, "");
        json.WriteNumber("status"u8, 0);
        json.WriteBoolean("active"u8, true);
        json.WriteBoolean("available"u8, true);
        json.WriteBoolean("is_confirmed"u8, true);
        json.WriteBoolean("is_first_login"u8, false);
        json.WriteString("created_at"u8, "2026-01-02T03:04:05.678901Z");
        json.WriteString("updated_at"u8, "2026-02-03T04:05:06.789012Z");
        json.WriteString("confirmed_at"u8, "2026-01-03T03:04:05Z");
        json.WriteString("last_used_at"u8, "");
        json.WriteEndObject();
    }
}
