using System.Globalization;
using System.Text.Json;
using HelpLightning.Sandbox.Errors;
using HelpLightning.Sandbox.RequestLog;
using Microsoft.AspNetCore.Http;

namespace HelpLightning.Sandbox.Control;

/// <summary><c>/_sandbox/requests</c>: the request log.</summary>
internal sealed class RequestEndpoints(RequestRing requests)
{
    private const int DefaultLimit = 100;

    public void Map(ControlMap map)
    {
        map.Get("/requests", (context, answer) =>
        {
            (long after, int limit) = Page(context.Request.Query);
            RequestFilter filter = RequestFilter.Read(context.Request.Query);
            answer.WriteStartArray("requests"u8);
            foreach (SandboxRequestLogEntry entry in requests.After(after, limit, filter))
            {
                answer.WriteStartObject();
                Write(answer, entry);
                answer.WriteEndObject();
            }

            answer.WriteEndArray();
        });
        map.Get("/requests/{id}", (context, answer) =>
            Write(answer, requests.Find(ControlMap.Id(context)) ?? throw ControlMap.Unknown(context, "request (any more)")));
        map.Delete("/requests", _ =>
        {
            requests.Clear();
            return Task.CompletedTask;
        });
    }

    private static (long After, int Limit) Page(IQueryCollection query)
    {
        string[] known = ["after", "limit", .. RequestFilter.Parameters];
        if (query.Keys.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
        {
            throw SandboxException.BadParameter($"Unknown parameter '{unknown}'. The request log knows: {string.Join(", ", known)}.");
        }

        return (Number(query, "after", 0, 0, long.MaxValue), (int)Number(query, "limit", DefaultLimit, 1, RequestRing.DefaultCapacity));
    }

    private static long Number(IQueryCollection query, string name, long usual, long least, long most)
    {
        string? text = query[name];
        if (text is null)
        {
            return usual;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number >= least && number <= most
            ? number
            : throw SandboxException.BadParameter(
                string.Create(CultureInfo.InvariantCulture, $"Parameter '{name}' wants a whole number from {least} to {most}."));
    }

    private static void Write(Utf8JsonWriter writer, SandboxRequestLogEntry entry)
    {
        writer.WriteNumber("id"u8, entry.Id);
        writer.WriteString("at"u8, entry.At);
        writer.WriteString("method"u8, entry.Method);
        writer.WriteString("path"u8, entry.Path);
        writer.WriteString("query"u8, entry.Query);
        writer.WriteNumber("status"u8, entry.Status);
        writer.WriteNumber("duration_ms"u8, Math.Round(entry.Elapsed.TotalMilliseconds, 3));
        writer.WriteString("verdict"u8, entry.Verdict);
        if (entry.Code is { } code)
        {
            writer.WriteNumber("code"u8, code);
        }
        else
        {
            writer.WriteNull("code"u8);
        }

        writer.WriteString("reason"u8, entry.Reason);
        writer.WriteString("fault"u8, entry.Fault);
        WriteJson(writer, "body", entry.Body);
        WriteJson(writer, "answer", entry.Answer);
        writer.WriteBoolean("answer_cut"u8, entry.IsAnswerCut);
        WriteJson(writer, "token_header", entry.TokenHeader);
        WriteJson(writer, "token_claims", entry.TokenClaims);
    }

    /// <summary>It was found to be JSON when it was decoded.</summary>
    private static void WriteJson(Utf8JsonWriter writer, string name, string? json)
    {
        writer.WritePropertyName(name);
        writer.WriteRawValue(json ?? "null");
    }
}
