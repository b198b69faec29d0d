using System.Buffers.Text;
using System.Net;
using System.Text;
using System.Text.Json;
using HelpLightning.Sandbox.Authentication;
using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Errors;
using HelpLightning.Sandbox.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace HelpLightning.Sandbox.SignIn;

/// <summary>
/// The step of single sign-on that happens in a browser. It sends the browser back to the program that began it, which
/// listens on this machine, with the state it gave and a token. With no <c>login_hint</c> it asks who signs in.
/// </summary>
internal sealed class BrowserSignIn(SandboxDatabase database, TokenIssuer tokens)
{
    public const string Path = "/auth/oauth2";

    private const string State = "Parameter 'state'";

    public void Map(IEndpointRouteBuilder routes) => routes.MapMethods(Path, ["GET"], AnswerAsync);

    private async Task AnswerAsync(HttpContext context)
    {
        string state = context.Request.Query["state"].ToString();
        string hint = context.Request.Query["login_hint"].ToString();
        Uri back = RedirectAddress(state);
        if (hint.Length == 0)
        {
            await AskAsync(context, state, "").ConfigureAwait(false);
            return;
        }

        long? user = database.Read(db => SignInEndpoints.FindLogin(db, hint));
        if (user is null)
        {
            await AskAsync(context, state, "Nobody here has this address.").ConfigureAwait(false);
            return;
        }

        database.Read(db =>
        {
            SignInEndpoints.RequireUsable(db, user.Value);
            return true;
        });
        string separator = back.Query.Length > 0 ? "&" : "?";
        string token = tokens.SignInToken(user.Value);
        context.Response.Redirect($"{back}{separator}state={Uri.EscapeDataString(state)}&primary_token={Uri.EscapeDataString(token)}");
    }

    /// <summary>A token is sent there, so it must be on this machine.</summary>
    private static Uri RedirectAddress(string state)
    {
        try
        {
            JsonFields fields = JsonFields.Parse(
                Base64Url.DecodeFromChars(state.AsSpan().TrimEnd('=')), State, options: new JsonDocumentOptions
                {
                    AllowDuplicateProperties = true,
                });
            if (Uri.TryCreate(fields.LooseText("redirect_uri"), UriKind.Absolute, out Uri? address)
                && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps) && address.IsLoopback
                    && address.Fragment.Length == 0)
            {
                return address;
            }
        }
        catch (Exception e) when (e is FormatException or SandboxException)
        {
            // The answer below says what is expected.
        }

        throw SandboxException.BadParameter(
            State + " wants base64url of {\"redirect_uri\": \"http://localhost:…\", \"k\": \"…\"}; the address must be on this machine.");
    }

    private static Task AskAsync(HttpContext context, string state, string problem)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; form-action *; frame-ancestors 'none'";
        string note = problem.Length == 0 ? "" : $"<p role=\"alert\">{WebUtility.HtmlEncode(problem)}</p>";
        return context.Response.WriteAsync($"""
            <!doctype html><html lang="en"><meta charset="utf-8"><title>Sign in to the sandbox</title>
            <h1>Who signs in?</h1>{note}
            <form method="get"><input type="hidden" name="state" value="{WebUtility.HtmlEncode(state)}">
            <label>E-mail <input type="email" name="login_hint" required autofocus></label> <button>Sign in</button></form></html>
            """, Encoding.UTF8);
    }
}
