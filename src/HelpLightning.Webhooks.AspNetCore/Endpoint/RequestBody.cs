using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace HelpLightning.Webhooks.AspNetCore;

/// <summary>
/// A body as its bytes came, in an array of its own, as it is kept after the request. No more is read than is allowed, and no longer.
/// </summary>
internal static class RequestBody
{
    public static ValueTask<(BodyOutcome Outcome, byte[] Body)> ReadAsync(
        HttpContext context, int most, TimeSpan timeout, TimeProvider clock)
    {
        HttpRequest request = context.Request;
        if (request.ContentLength > most)
        {
            return ValueTask.FromResult((BodyOutcome.TooLarge, Array.Empty<byte>()));
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = most;
        }

        if (request.Body.CanSeek)
        {
            // Somebody has it buffered, and may have read it.
            request.Body.Position = 0;
        }

        // Most bodies are there whole already, and cost no timer.
        PipeReader reader = request.BodyReader;
        if (reader.TryRead(out ReadResult result))
        {
            if (result.IsCompleted && result.Buffer.Length <= most)
            {
                byte[] body = result.Buffer.ToArray();
                reader.AdvanceTo(result.Buffer.End);
                return ValueTask.FromResult((BodyOutcome.Read, body));
            }

            reader.AdvanceTo(result.Buffer.Start);
        }

        return ReadSlowlyAsync(context, reader, most, timeout, clock);
    }

    private static async ValueTask<(BodyOutcome Outcome, byte[] Body)> ReadSlowlyAsync(
        HttpContext context, PipeReader reader, int most, TimeSpan timeout, TimeProvider clock)
    {
        using CancellationTokenSource time = new(timeout, clock);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, time.Token);
        ArrayBufferWriter<byte> body = new();
        try
        {
            while (true)
            {
                ReadResult result = await reader.ReadAsync(either.Token).ConfigureAwait(false);
                if (body.WrittenCount + result.Buffer.Length > most)
                {
                    reader.AdvanceTo(result.Buffer.End);
                    return (BodyOutcome.TooLarge, []);
                }

                foreach (ReadOnlyMemory<byte> segment in result.Buffer)
                {
                    body.Write(segment.Span);
                }

                reader.AdvanceTo(result.Buffer.End);
                if (result.IsCompleted)
                {
                    return (BodyOutcome.Read, body.WrittenSpan.ToArray());
                }
            }
        }
        catch (OperationCanceledException) when (time.IsCancellationRequested)
        {
            return (BodyOutcome.TooSlow, []);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return (BodyOutcome.TooLarge, []);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status408RequestTimeout)
        {
            return (BodyOutcome.TooSlow, []);
        }
    }
}
