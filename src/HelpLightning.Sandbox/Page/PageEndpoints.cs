using System.Globalization;
using System.Text;
using HelpLightning.PartnerKeys;
using HelpLightning.Sandbox.Errors;
using HelpLightning.Sandbox.Http;
using HelpLightning.Sandbox.RequestLog;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace HelpLightning.Sandbox.Page;

/// <summary><c>/</c>: the Developer page. It reads by GET and changes by forms, which are sent on to the page (303).</summary>
internal sealed class PageEndpoints
{
    private const int LargestForm = 256 * 1024;

    private static readonly FormOptions FormLimits = new()
    {
        BufferBodyLengthLimit = LargestForm,
        MultipartBodyLengthLimit = LargestForm,
        ValueLengthLimit = LargestForm,
        ValueCountLimit = 32,
    };

    private readonly PageGuard _guard;
    private readonly PageContext _page;
    private readonly PageView _view;
    private readonly PageActions _actions;
    private readonly Notices _notices = new();

    public PageEndpoints(PageSources sources)
    {
        _guard = sources.Guard;
        _page = new PageContext(sources.Guard, sources.Site, sources.Database);
        _view = new PageView(_page, sources);
        _actions = new PageActions(_page, sources);
    }

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/", ["GET"], context => SendHtmlAsync(context, _view.Whole(State(context))));
        routes.MapMethods(OwnPaths.Page + "/live", ["GET"], context =>
        {
            SameOrigin.Require(context.Request);
            return SendHtmlAsync(context, _view.Changes(Number(context, "after"), State(context)));
        });
        MapFile(routes, "page.css", "text/css; charset=utf-8");
        MapFile(routes, "page.js", "text/javascript; charset=utf-8");
        MapFile(routes, "icon.svg", "image/svg+xml");
        MapKeys(routes);
        MapCalls(routes);
        Map(routes, "/webhooks", "webhooks", _actions.AddWebhook, "url");
        MapAsync(routes, "/webhooks/{id}/delete", "webhooks", _actions.DeleteWebhookAsync);
        Map(routes, "/deliveries/{id}/redeliver", "webhooks", _actions.Redeliver);
        Map(routes, "/clock/advance", "clock", _actions.AdvanceClock, "by");
        Map(routes, "/clock/freeze", "clock", _actions.FreezeClock);
        Map(routes, "/clock/unfreeze", "clock", _actions.UnfreezeClock);
        Map(routes, "/clock/reset", "clock", _actions.ResetClock);
        Map(routes, "/faults", "faults", _actions.AddFault, "fault");
        Map(routes, "/faults/{id}/delete", "faults", _actions.RemoveFault);
        Map(routes, "/faults/clear", "faults", _actions.ClearFaults);
        Map(routes, "/log/clear", "log", _actions.ClearLog);
        MapAsync(routes, "/scenario", "data", _actions.LoadScenarioAsync, "json");
        MapAsync(routes, "/reset", "data", _actions.ResetAsync, "reset");
    }

    private void MapKeys(IEndpointRouteBuilder routes)
    {
        Map(routes, "/api-keys", "api-keys", _actions.AddApiKey, "description");
        Map(routes, "/api-keys/{id}/revoke", "api-keys", _actions.RevokeApiKey);
        MapAsync(routes, "/partner-key/upload", "partner-key", _actions.UploadPartnerKeyAsync, "pem");
        Post(routes, "/partner-key/create", "partner-key", "replace", async (context, form) =>
        {
            (byte[] pem, long site) = _actions.CreatePartnerKey(form);
            string name = _page.KeyFileName(site);
            context.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";
            await SendAsync(context, "application/x-pem-file", pem).ConfigureAwait(false);
            Array.Clear(pem);
        });
    }

    private void MapCalls(IEndpointRouteBuilder routes)
    {
        Map(routes, "/calls", "calls", _actions.StartCall, "receiver");
        Map(routes, "/links", "calls", form => _actions.MakeLink(form), "user");
        Map(routes, "/calls/{call_id}/join", "calls", _actions.JoinCall, "who");
        Map(routes, "/calls/{call_id}/leave", "calls", _actions.LeaveCall);
        Map(routes, "/calls/{call_id}/recording", "calls", form => _actions.Attach(form, SandboxAttachmentKind.Recording));
        Map(routes, "/calls/{call_id}/capture", "calls", form => _actions.Attach(form, SandboxAttachmentKind.ScreenCapture));
        Map(routes, "/calls/{call_id}/document", "calls", form => _actions.Attach(form, SandboxAttachmentKind.Document));
        Map(routes, "/calls/{call_id}/tag", "calls", _actions.TagCall, "tag");
        Map(routes, "/calls/{call_id}/end", "calls", _actions.EndCall);
    }

    /// <param name="routes">Where to.</param>
    /// <param name="pattern">The path, under <see cref="OwnPaths.Page"/>.</param>
    /// <param name="section">Where the browser is sent after.</param>
    /// <param name="action">What it does.</param>
    /// <param name="field">The field that an error is about when the action names no other one; null for none.</param>
    private void Map(IEndpointRouteBuilder routes, string pattern, string section, Func<PageForm, string> action, string? field = null) =>
        MapAsync(routes, pattern, section, form => Task.FromResult(action(form)), field);

    private void MapAsync(
        IEndpointRouteBuilder routes, string pattern, string section, Func<PageForm, Task<string>> action, string? field = null) =>
        Post(
            routes, pattern, section, field,
            async (context, form) => GoTo(context, section, await action(form).ConfigureAwait(false), isError: false, null));

    private void Post(
        IEndpointRouteBuilder routes, string pattern, string section, string? field, Func<HttpContext, PageForm, Task> action) =>
        routes.MapMethods(OwnPaths.Page + pattern, ["POST"], async context =>
        {
            PageGuard.SetHeaders(context.Response);
            SameOrigin.Require(context.Request);
            IFormCollection fields = await ReadAsync(context).ConfigureAwait(false);
            _guard.RequireOwnForm(context.Request, fields);
            try
            {
                await action(context, new PageForm(context, fields)).ConfigureAwait(false);
            }
            catch (Exception e) when (e is SandboxException or FormatException or ArgumentException or PartnerKeyException)
            {
                GoTo(context, section, e.Message, isError: true, (e as FieldException)?.Field ?? field);
            }
        });

    public static async Task<IFormCollection> ReadAsync(HttpContext context)
    {
        if (!context.Request.HasFormContentType)
        {
            throw new SandboxException(
                415, VendorCode.InvalidMethodParameter, "The page takes forms only; programs use the routes under /_sandbox.");
        }

        try
        {
            return await context.Request.ReadFormAsync(FormLimits, context.RequestAborted).ConfigureAwait(false);
        }
        catch (Exception e) when (
            e is InvalidDataException or IOException and not BadHttpRequestException && !context.RequestAborted.IsCancellationRequested)
        {
            int status = e.Message.Contains("exceeded", StringComparison.Ordinal) ? 413 : 400;
            throw new SandboxException(status, VendorCode.InvalidMethodParameter, $"The form cannot be read: {e.Message}");
        }
    }

    private void GoTo(HttpContext context, string section, string text, bool isError, string? field)
    {
        string action = context.Request.Path.Value![OwnPaths.Page.Length..];
        long notice = _notices.Add(text, isError, section, action, field);
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = string.Create(CultureInfo.InvariantCulture, $"/?notice={notice}#{section}");
    }

    private PageState State(HttpContext context) => new(
        $"{context.Request.Scheme}://{context.Request.Host}", _notices.Find(Number(context, "notice")), Filter(context),
        context.Request.Query["people"].ToString().Trim());

    /// <summary>A filter that is none filters nothing: the address of a page is typed by people too.</summary>
    private static RequestFilter Filter(HttpContext context)
    {
        try
        {
            return RequestFilter.Read(context.Request.Query);
        }
        catch (SandboxException)
        {
            return RequestFilter.All;
        }
    }

    private static long Number(HttpContext context, string name) =>
        long.TryParse(context.Request.Query[name], NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : 0;

    private static void MapFile(IEndpointRouteBuilder routes, string name, string type)
    {
        byte[] content = EmbeddedFile.Read("Page." + name);
        routes.MapMethods($"{OwnPaths.Page}/{name}", ["GET"], context => SendAsync(context, type, content));
    }

    public static Task SendHtmlAsync(HttpContext context, Html html) =>
        SendAsync(context, "text/html; charset=utf-8", Encoding.UTF8.GetBytes(html.Text));

    private static Task SendAsync(HttpContext context, string type, byte[] content)
    {
        PageGuard.SetHeaders(context.Response);
        context.Response.ContentType = type;
        context.Response.ContentLength = content.Length;
        return context.Response.Body.WriteAsync(content, context.RequestAborted).AsTask();
    }
}
