namespace HelpLightning.Sandbox.Page;

/// <summary>The people and calls of the sandbox: back to how they were made, or into the state that a scenario describes.</summary>
internal sealed class DataPart(PageContext page)
{
    public Html Forms(Notices.Notice? notice)
    {
        FormView scenario = new(page, "/scenario", notice);
        FormView reset = new(page, "/reset", notice);
        return Html.Of($"""
            {scenario.Folded("Load a scenario", Html.Of($"""
                {scenario.Area(
                    "scenario", "json", "Scenario (JSON)", Html.Of($"""placeholder="{Example}" """),
                    "All of it or nothing: a mistake is named, and nothing has changed. docs/sandbox.md shows the form.")}
                {scenario.Input("scenario-file", "file", "or a file that holds it", Html.Of($"""type="file" accept=".json" """))}
                <button>Load scenario</button>
                """), "form", "multipart/form-data")}
            {reset.Folded("Start over", Html.Of($"""
                {reset.Check(
                    "reset-consent", "reset",
                    "Throw away what was changed. Data, clock, faults and webhooks are as they were made; keys stay.")}
                <button class="danger">Reset the sandbox</button>
                """))}
            """);
    }

    private static string Example => """{"calls": [{"dialer": "ann@example.com", "receiver": 1}]}""";
}
