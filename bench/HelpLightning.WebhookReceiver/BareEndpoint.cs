using System.Buffers;
using System.IO.Pipelines;
using HelpLightning.Webhooks;

namespace HelpLightning.WebhookReceiver;

/// <summary>The least that a receiver can do: the body, the check, an answer. It keeps nothing.</summary>
internal static class BareEndpoint
{
    public static void Map(WebApplication app, WebhookSecret secret) => app.MapPost("/hook", async (HttpContext context) =>
    {
        PipeReader reader = context.Request.BodyReader;
        ReadResult result;
        while (!(result = await reader.ReadAsync(context.RequestAborted).ConfigureAwait(false)).IsCompleted)
        {
            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }

        context.Response.StatusCode = IsValid(result.Buffer, context.Request.Headers[WebhookSignature.HeaderName], secret) ? 200 : 401;
        context.Response.ContentLength = 0;
        reader.AdvanceTo(result.Buffer.End);
    });

    private static bool IsValid(in ReadOnlySequence<byte> body, string? header, WebhookSecret secret) =>
        WebhookSignature.Verify(body.IsSingleSegment ? body.FirstSpan : body.ToArray(), header, secret) == WebhookSignatureResult.Valid;
}
