using System.Buffers;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace HelpLightning.Proxy;

/// <summary>Answers who watches the proxy. Nothing here asks Help Lightning, or waits for anything.</summary>
internal sealed class OperationsEndpoints(
    HelpLightningProxyState state, MetricCollector metrics, HelpLightningProxyOperationsOptions options)
{
    private static readonly Dictionary<string, string> None = [];

    public Task StartupAsync(HttpContext context) => AnswerAsync(context, state.IsStarted
        ? null
        : new Dictionary<string, string> { ["started"] = "It does not listen yet." }, "started");

    /// <summary>That it answers is the answer: a process that is to be ended by force would not.</summary>
    public Task LiveAsync(HttpContext context) => AnswerAsync(context, null, "live");

    public Task ReadyAsync(HttpContext context)
    {
        IReadOnlyDictionary<string, string> problems = state.FindProblems();
        return AnswerAsync(context, problems.Count == 0 ? null : problems, "ready");
    }

    public Task MetricsAsync(HttpContext context)
    {
        if (!MayAsk(context, out Task refusal))
        {
            return refusal;
        }

        StringBuilder text = new(16 * 1024);
        metrics.WriteTo(text);
        ProcessMetrics.WriteTo(text);
        return WriteAsync(context, StatusCodes.Status200OK, PrometheusText.ContentType, Encoding.UTF8.GetBytes(text.ToString()));
    }

    private Task AnswerAsync(HttpContext context, IReadOnlyDictionary<string, string>? problems, string word)
    {
        if (!MayAsk(context, out Task refusal))
        {
            return refusal;
        }

        return WriteJsonAsync(
            context,
            problems is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable,
            problems is null ? word : $"not {word}",
            problems ?? None);
    }

    private bool MayAsk(HttpContext context, out Task refusal)
    {
        refusal = Task.CompletedTask;
        if (options.Port is { } port && context.Connection.LocalPort != port)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return false;
        }

        string? reason = context.Request.Headers.Origin.Count > 0
            ? "Web pages may not ask. Send no Origin header."
            : options.AnyHost || IsAddress(context.Request.Host.Host)
                ? null
                : $"It answers under localhost and addresses of numbers. Ask so, or set {nameof(options.AnyHost)}.";
        if (reason is not null)
        {
            refusal = WriteJsonAsync(
                context, StatusCodes.Status403Forbidden, "refused", new Dictionary<string, string> { ["request"] = reason });
        }

        return reason is null;
    }

    private static bool IsAddress(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || IPAddress.TryParse(host, out _);

    private static Task WriteJsonAsync(HttpContext context, int status, string word, IReadOnlyDictionary<string, string> problems)
    {
        ArrayBufferWriter<byte> body = new();
        using (Utf8JsonWriter json = new(body))
        {
            json.WriteStartObject();
            json.WriteString("status"u8, word);
            if (problems.Count > 0)
            {
                json.WriteStartObject("problems"u8);
                foreach ((string name, string problem) in problems)
                {
                    json.WriteString(name, problem);
                }

                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        return WriteAsync(context, status, "application/json", body.WrittenMemory);
    }

    private static Task WriteAsync(HttpContext context, int status, string contentType, ReadOnlyMemory<byte> body)
    {
        HttpResponse response = context.Response;
        response.StatusCode = status;
        response.ContentType = contentType;
        response.ContentLength = body.Length;
        response.Headers.CacheControl = "no-store";
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }
}
