using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Antiforgery;

namespace CallAnExpert.Pages;

/// <summary>The pages. All text from outside is encoded; there is no script.</summary>
internal static class Page
{
    private const string TypeOfHtml = "text/html; charset=utf-8";

    public static IResult SignIn(IEnumerable<Technician> technicians, AntiforgeryTokenSet tokens) => Html(StatusCodes.Status200OK, "Sign in", $"""
        <h1>Who is working?</h1>
        <p class="note">This picker stands in for your application's own sign-in.</p>
        {string.Concat(technicians.Select(one => Form("/sign-in", "technician", one.Email, one.Name, tokens)))}
        """);

    public static IResult Experts(Technician technician, IEnumerable<Expert> experts, AntiforgeryTokenSet tokens) => Html(StatusCodes.Status200OK, "Call an expert", $"""
        <h1>What is it about?</h1>
        <p>Signed in as {Text(technician.Name)}. An expert will see through your camera and draw into the picture.</p>
        {string.Concat(experts.Select(one => Card(one, tokens)))}
        <div class="quiet">{Form("/sign-out", "technician", technician.Email, "Sign out", tokens)}</div>
        """);

    public static IResult Ready(Expert expert, Uri link) => Html(StatusCodes.Status200OK, "Calling", $"""
        <h1>{Text(expert.Name)} is being called</h1>
        <p>Open the call in your browser. The link works once, and for you only.</p>
        <p><a class="button" href="{Text(link.AbsoluteUri)}" rel="noopener noreferrer">Join the call</a></p>
        <p class="quiet"><a href="/">Back</a></p>
        """);

    public static IResult Problem(int status, string title, string advice) => Html(status, title, $"""
        <h1>{Text(title)}</h1>
        <p>{Text(advice)}</p>
        <p><a class="button" href="/">Back</a></p>
        """);

    public static void MapStyleSheet(this WebApplication app)
    {
        using StreamReader reader = new(typeof(Page).Assembly.GetManifestResourceStream("site.css")!);
        string css = reader.ReadToEnd();
        app.MapGet("/site.css", () => Results.Text(css, "text/css; charset=utf-8"));
    }

    private static string Card(Expert expert, AntiforgeryTokenSet tokens) => $"""
        <section><div><h2>{Text(expert.Topic)}</h2><p>{Text(expert.Name)}</p></div>
        {Form("/calls", "expert", expert.Email, "Call an expert", tokens)}</section>
        """;

    private static string Form(string action, string name, string value, string button, AntiforgeryTokenSet tokens) => $"""
        <form method="post" action="{action}">
        <input type="hidden" name="{tokens.FormFieldName}" value="{Text(tokens.RequestToken!)}">
        <button name="{name}" value="{Text(value)}">{Text(button)}</button>
        </form>
        """;

    private static IResult Html(int status, string title, string body) => Results.Text(
        $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{Text(title)}</title>
        <link rel="stylesheet" href="/site.css">
        </head>
        <body><main>
        {body}
        </main></body>
        </html>
        """,
        TypeOfHtml,
        statusCode: status);

    private static string Text(string text) => HtmlEncoder.Default.Encode(text);
}
