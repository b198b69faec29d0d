using System.Globalization;
using HelpLightning.Sandbox.Errors;
using HelpLightning.Sandbox.Http;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace HelpLightning.Sandbox.Faults;

/// <summary>Misbehaves on request, as a proxy, a network or an overloaded server in front of the API would.</summary>
internal sealed class FaultMiddleware(FaultPlan plan, SandboxClock clock)
{
    /// <summary>One request alone can ask for its fault.</summary>
    public const string Header = "x-sandbox-fault";

    /// <summary>Where the request log finds what was done to a request.</summary>
    public static readonly object AppliedItem = new();

    private static readonly object BrokenItem = new();
    private static readonly object ReportsItem = new();

    /// <summary>Whether a fault broke the connection. The connection's own word for it comes a moment later.</summary>
    public static bool IsBroken(HttpContext context) => context.Items.ContainsKey(BrokenItem);

    /// <summary>Called when a request begins its report, which is counted: tells whether the report is to fail.</summary>
    public static bool FailsReport(HttpContext context)
    {
        SandboxFault? fault = (context.Items[ReportsItem] as IReadOnlyList<FaultRule>)?.FirstOrDefault(rule => rule.Hits())?.Fault;
        if (fault is not null)
        {
            context.Items[AppliedItem] = fault.ToString();
        }

        return fault is not null;
    }

    public Task RunAsync(HttpContext context, RequestDelegate next)
    {
        if (OwnPaths.AreFaultless(context.Request.Path))
        {
            return next(context);
        }

        SandboxFault? fault;
        if (context.Request.Headers.TryGetValue(Header, out Microsoft.Extensions.Primitives.StringValues asked))
        {
            fault = FromHeader(asked.ToString());
            context.Items[ReportsItem] = fault.FailReport ? new[] { new FaultRule(0, fault, 0) } : null;
        }
        else
        {
            fault = plan.Find(context.Request.Method, context.Request.Path.Value ?? "/", out IReadOnlyList<FaultRule> reports);
            context.Items[ReportsItem] = reports;
        }

        return fault is null ? next(context) : ApplyAsync(fault, context, next);
    }

    private static SandboxFault FromHeader(string text)
    {
        try
        {
            SandboxFault fault = SandboxFault.Parse(text);
            return fault is { Method: null, Path: null, Next: null, Probability: 1 }
                ? fault
                : throw new FormatException("A fault in the header is for this request alone: leave out the method, the path, next and p.");
        }
        catch (FormatException e)
        {
            throw SandboxException.BadParameter($"Header {Header}: {e.Message}");
        }
    }

    private async Task ApplyAsync(SandboxFault fault, HttpContext context, RequestDelegate next)
    {
        if (!fault.FailReport || fault.Delay != default || fault.ClockOffset != default)
        {
            context.Items[AppliedItem] = fault.ToString();
        }

        if (fault.ClockOffset != default)
        {
            clock.ShiftThisRequest(fault.ClockOffset);
            context.Response.Headers.Date = clock.DateHeader.ToString("R", CultureInfo.InvariantCulture);
        }

        if (fault.Delay != default)
        {
            await Task.Delay(fault.Delay, clock.Host, context.RequestAborted).ConfigureAwait(false);
        }

        switch (fault)
        {
            case { Status: { } status }:
                SetRetryAfter(context, fault);
                await ErrorAnswer.WriteAsync(context, status, VendorCode.GenericException, Text(status)).ConfigureAwait(false);
                break;
            case { Expired: ExpiredTokenAnswer.Unauthorized401Text }:
                await ErrorAnswer.WriteExpiredTextAsync(context).ConfigureAwait(false);
                break;
            case { Expired: ExpiredTokenAnswer.BadRequest400Code1003 }:
                throw new SandboxException(
                    400, VendorCode.ExpiredToken, "The token is refused: a fault that was asked for says it has expired.");
            case { Reset: SandboxReset.Before }:
                Break(context);
                break;
            case { Reset: not SandboxReset.None } or { Truncate: not SandboxTruncation.None }:
                await SpoilAnswerAsync(fault, context, next).ConfigureAwait(false);
                break;
            default:
                await next(context).ConfigureAwait(false);
                break;
        }
    }

    private void SetRetryAfter(HttpContext context, SandboxFault fault)
    {
        if (fault.RetryAfter is { } wait)
        {
            context.Response.Headers.RetryAfter = fault.RetryAfterAsDate
                ? (clock.DateHeader + wait).ToString("R", CultureInfo.InvariantCulture)
                : ((long)wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }
    }

    /// <summary>Lets the request be carried out, and then loses the answer or half of it.</summary>
    private static async Task SpoilAnswerAsync(SandboxFault fault, HttpContext context, RequestDelegate next)
    {
        IHttpResponseBodyFeature real = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        using MemoryStream whole = new();
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(whole));
        try
        {
            await next(context).ConfigureAwait(false);
            await context.Response.BodyWriter.FlushAsync().ConfigureAwait(false);
        }
        catch (SandboxException e)
        {
            await ErrorAnswer.WriteAsync(context, e.Status, e.Code, e.Message).ConfigureAwait(false);
        }
        finally
        {
            context.Features.Set(real);
        }

        if (fault.Reset == SandboxReset.After)
        {
            Break(context);
            return;
        }

        ReadOnlyMemory<byte> body = whole.GetBuffer().AsMemory(0, (int)whole.Length);
        ReadOnlyMemory<byte> half = body[..(body.Length / 2)];
        if (body.Length > 0)
        {
            context.Response.ContentLength = fault.Truncate == SandboxTruncation.Quiet ? half.Length : body.Length;
        }

        if (fault.Truncate == SandboxTruncation.Unfinished)
        {
            context.Response.Headers.Connection = "close";
        }

        await context.Response.StartAsync().ConfigureAwait(false);
        await context.Response.BodyWriter.WriteAsync(half).ConfigureAwait(false);
        if (fault.Reset == SandboxReset.Body)
        {
            Break(context);
        }
    }

    /// <summary>RST instead of FIN: a linger time of zero throws away what the kernel still holds (SO_LINGER).</summary>
    private static void Break(HttpContext context)
    {
        context.Items[BrokenItem] = true;
        if (context.Features.Get<IConnectionSocketFeature>() is { } connection)
        {
            connection.Socket.LingerState = new System.Net.Sockets.LingerOption(true, 0);
        }

        context.Abort();
    }

    private static string Text(int status) => status switch
    {
        429 => "Too many requests (a fault that was asked for).",
        500 => "Something went wrong (a fault that was asked for).",
        502 => "Bad gateway (a fault that was asked for).",
        503 => "Service unavailable (a fault that was asked for).",
        _ => "Gateway timeout (a fault that was asked for).",
    };
}
