using HelpLightning.Sandbox.Http;

namespace HelpLightning.Sandbox.Page.Meet;

/// <summary>What a guest sees.</summary>
internal sealed class MeetView(PageGuard guard)
{
    public static Html Whole(Html content) => Html.Of($"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="robots" content="noindex">
        <title>Join a call, sandbox</title>
        <link rel="stylesheet" href="{OwnPaths.Page}/page.css">
        <link rel="icon" href="{OwnPaths.Page}/icon.svg" type="image/svg+xml">
        </head>
        <body class="meet">
        <header><div class="bar">{PageView.Brand()}</div></header>
        <main id="main"><section class="card" aria-labelledby="h-meet">{content}</section></main>
        <footer><p>This is a sandbox on one machine, made for tests: no camera, no sound, nobody real.</p></footer>
        </body>
        </html>
        """);

    public static Html Gone() => Html.Of($"""
        <h1 id="h-meet">This link leads nowhere</h1>
        <p>It was used before, has been made in another run of the sandbox, or was never made. Ask for a new one.</p>
        """);

    public static Html Inside(Html leave, Meetings.Meeting meeting) => meeting.IsIn
        ? Html.Of($"""
            <h1 id="h-meet">You are in the call</h1>
            <p><strong>{meeting.Name}</strong>, with {string.Join(", ", meeting.Others)}</p>
            <p class="hint break">{meeting.CallId}</p>
            {leave}
            """)
        : Html.Of($"""
            <h1 id="h-meet">You are out of the call</h1>
            <p>{meeting.Name}, the call is over for you.</p>
            <p class="hint break">{meeting.CallId}</p>
            """);

    public Html Door(string path, string host, string problem) => Html.Of($"""
        <h1 id="h-meet">{host} invites you to a call</h1>
        {Form(path, Html.Of($"""
            <div class="field"><label for="name">Your name</label>
            <input id="name" name="name" required maxlength="255" autocomplete="name"
            aria-describedby="name-error"{Html.If(problem.Length > 0, $" aria-invalid=\"true\"")}>
            <p class="error" id="name-error">{problem}</p></div>
            <button class="primary">Join</button>
            """))}
        """);

    public Html Leave(string path) => Form(path, Html.Of($"""<button class="quiet danger">Leave the call</button>"""));

    private Html Form(string path, Html fields) => Html.Of(
        $"""
        <form method="post" action="{path}" class="form"><input type="hidden" name="{PageGuard.Field}"
        value="{guard.Token}">{fields}</form>
        """);
}
