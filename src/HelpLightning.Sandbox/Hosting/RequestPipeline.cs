using System.Globalization;
using System.Net;
using HelpLightning.Sandbox.Authentication;
using HelpLightning.Sandbox.Errors;
using HelpLightning.Sandbox.Faults;
using HelpLightning.Sandbox.Glimpses;
using HelpLightning.Sandbox.Http;
using HelpLightning.Sandbox.RequestLog;
using Microsoft.AspNetCore.Http;

namespace HelpLightning.Sandbox.Hosting;

/// <summary>Around every request: the clock's <c>Date</c>, the Host check, errors as JSON, a line for the log.</summary>
internal sealed class RequestPipeline(HelpLightningSandboxOptions options, SandboxClock clock, RequestRing requests, FaultMiddleware faults)
{
    public async Task RunAsync(HttpContext context, RequestDelegate next)
    {
        long start = clock.GetTimestamp();
        context.Response.Headers.Date = clock.DateHeader.ToString("R", CultureInfo.InvariantCulture);
        string? reason = null;
        bool isLogged = false;

        // Before the first byte goes out, so that whoever has the answer finds it in the log.
        context.Response.OnStarting(() =>
        {
            LogOnce();
            return Task.CompletedTask;
        });
        try
        {
            await AnswerAsync(context, next).ConfigureAwait(false);
        }
        catch (ExpiredTokenException e)
        {
            reason = e.Message;
            await (options.ExpiredTokenAnswer == ExpiredTokenAnswer.Unauthorized401Text
                ? ErrorAnswer.WriteExpiredTextAsync(context)
                : ErrorAnswer.WriteAsync(context, 400, VendorCode.ExpiredToken, e.Message)).ConfigureAwait(false);
        }
        catch (SandboxException e)
        {
            reason = e.Message;
            await ErrorAnswer.WriteAsync(context, e.Status, e.Code, e.Message).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException && !context.Response.HasStarted)
        {
            SandboxException answer = Mishap.Answer(e, context, options.DataFile)
                ?? new(500, VendorCode.GenericException, "The sandbox failed inside; this is a defect of the sandbox.");
            reason = answer.Status == 500 ? $"internal error ({e.GetType().Name})" : answer.Message;
            await ErrorAnswer.WriteAsync(context, answer.Status, answer.Code, answer.Message).ConfigureAwait(false);
        }

        LogOnce();

        void LogOnce()
        {
            if (!isLogged)
            {
                isLogged = true;
                Log(context, clock.GetElapsedTime(start), reason);
            }
        }
    }

    private void Log(HttpContext context, TimeSpan elapsed, string? reason)
    {
        if (OwnPaths.IsPage(context.Request.Path))
        {
            return;
        }

        bool isBroken = FaultMiddleware.IsBroken(context) && !context.Response.HasStarted;
        Refusal? refusal = Refusal.Of(context);
        SandboxRequestLogEntry entry = requests.Add(new SandboxRequestLogEntry(
            clock.GetUtcNow(), context.Request.Method, context.Request.Path.Value ?? "/", isBroken ? 0 : context.Response.StatusCode,
            elapsed, context.Items[Gate.VerdictItem] as string ?? reason)
        {
            Query = QueryText.WithoutSecrets(context.Request.QueryString),
            SignedPart = TokenGlimpse.Cut(context.Request.Headers.Authorization),
            Body = JsonGlimpse.Body(context.Items[JsonGlimpse.BodyItem] as byte[]),
            Code = refusal?.Code,
            Reason = reason ?? refusal?.Message,
            AnswerGlimpse = AnswerGlimpse.Of(context),
            Fault = context.Items[FaultMiddleware.AppliedItem] as string,
        });
        options.RequestLog?.Invoke(entry);
    }

    private async Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        // A web page elsewhere can make a browser send requests here under a name of its own that resolves to
        // 127.0.0.1 (DNS rebinding); its Host header gives it away.
        if (!IsLoopback(context.Request.Host.Host))
        {
            throw new SandboxException(403, VendorCode.PermissionDenied, "The sandbox answers only under localhost, 127.0.0.1 and [::1].");
        }

        await faults.RunAsync(context, next).ConfigureAwait(false);
        if (context.Response.HasStarted || FaultMiddleware.IsBroken(context))
        {
            return;
        }

        switch (context.Response.StatusCode)
        {
            case 404:
                throw new SandboxException(404, VendorCode.InvalidMethod, "The sandbox has no such route.");
            case 405:
                string allowed = context.Response.Headers.Allow.ToString();
                throw new SandboxException(405, VendorCode.InvalidMethod, $"This route takes {allowed} only.");
            default:
                break;
        }
    }

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out IPAddress? address) && IPAddress.IsLoopback(address));
}
