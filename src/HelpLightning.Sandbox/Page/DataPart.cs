namespace HelpLightning.Sandbox.Page;

/// <summary>The people and calls of the sandbox: back to how they were made, or into the state that a scenario describes.</summary>
internal sealed class DataPart(PageContext page)
{
    public Html Forms() => Html.Of($"""
        <div class="split">
        {page.Form("/scenario", Html.Of($"""
            <h3>Load a scenario</h3>
            <div class="field"><label for="scenario">Scenario (JSON)</label>
            <textarea id="scenario" name="json" rows="4" spellcheck="false" autocomplete="off" aria-describedby="scenario-hint" placeholder="{Example}"></textarea></div>
            <div class="field"><label for="scenario-file">or a file that holds it</label>
            <input id="scenario-file" type="file" name="file" accept=".json"></div>
            <p class="hint" id="scenario-hint">All of it or nothing: a mistake is named, and nothing has changed. docs/sandbox.md shows the form.</p>
            <button>Load scenario</button>
            """), "form", "multipart/form-data")}
        {page.Form("/reset", Html.Of($"""
            <h3>Start over</h3>
            <label class="check"><input type="checkbox" name="reset" value="yes"> <span>Throw away what was changed. Data, clock, faults and webhooks are as they were made; keys stay.</span></label>
            <button class="quiet danger">Reset the sandbox</button>
            """))}
        </div>
        """);

    private static string Example => """{"calls": [{"dialer": "ann@example.com", "receiver": 1}]}""";
}
