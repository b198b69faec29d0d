using System.Text.Json;
using HelpLightning.Sandbox.Errors;
using HelpLightning.Sandbox.Glimpses;
using HelpLightning.Sandbox.Http;
using HelpLightning.Sandbox.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace HelpLightning.Sandbox.Control;

/// <summary>
/// Where control routes are put, <c>/_sandbox/...</c>: what Help Lightning has not. See docs/sandbox.md. Everything mapped here is
/// behind <see cref="ControlGuard"/>, and JSON in
/// and out.
/// </summary>
internal sealed class ControlMap(IEndpointRouteBuilder routes)
{
    /// <summary>A scenario with a plant's people and calls; more is a mistake.</summary>
    private const int MostMebibytes = 16;

    public delegate void Reader(HttpContext context, Utf8JsonWriter answer);

    public delegate void Writer(HttpContext context, JsonFields body, Utf8JsonWriter answer);

    public delegate Task AsyncWriter(HttpContext context, JsonFields body, Utf8JsonWriter answer);

    public void Get(string pattern, Reader handler) => routes.MapGet(OwnPaths.Control + pattern, context =>
    {
        ControlGuard.Require(context);
        return AnswerAsync(context, answer =>
        {
            handler(context, answer);
            return Task.CompletedTask;
        });
    });

    public void Post(string pattern, Writer handler) => Post(pattern, (context, body, answer) =>
    {
        handler(context, body, answer);
        return Task.CompletedTask;
    });

    public void Post(string pattern, AsyncWriter handler) => routes.MapPost(OwnPaths.Control + pattern, async context =>
    {
        ControlGuard.Require(context);
        JsonFields body = JsonFields.Parse(await BodyBytes.ReadAsync(context, MostMebibytes).ConfigureAwait(false), "The body");
        await AnswerAsync(context, answer => handler(context, body, answer)).ConfigureAwait(false);
    });

    public void Delete(string pattern, Func<HttpContext, Task> handler) => routes.MapDelete(OwnPaths.Control + pattern, async context =>
    {
        ControlGuard.Require(context);
        await handler(context).ConfigureAwait(false);
        context.Response.StatusCode = 204;
    });

    public static long Id(HttpContext context) =>
        long.TryParse(
            (string?)context.Request.RouteValues["id"], System.Globalization.NumberStyles.None,
            System.Globalization.CultureInfo.InvariantCulture, out long id)
            ? id
            : throw SandboxException.BadParameter("The id in the path is not a whole number.");

    public static SandboxException Unknown(HttpContext context, string what) =>
        new(404, VendorCode.InvalidMethodParameter, $"There is no {what} {Id(context)}.");

    /// <summary>The answer is begun when it is whole, so that an error in the middle is still an error.</summary>
    private static async Task AnswerAsync(HttpContext context, Func<Utf8JsonWriter, Task> write)
    {
        using MemoryStream whole = new();
        await using (Utf8JsonWriter writer = new(whole, JsonGlimpse.Layout))
        {
            writer.WriteStartObject();
            await write(writer).ConfigureAwait(false);
            writer.WriteEndObject();
        }

        whole.WriteByte((byte)'\n');
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = whole.Length;
        await context.Response.BodyWriter.WriteAsync(whole.GetBuffer().AsMemory(0, (int)whole.Length)).ConfigureAwait(false);
    }
}
