using System.Globalization;
using HelpLightning.Sandbox.Faults;

namespace HelpLightning.Sandbox.Page;

/// <summary>How the sandbox misbehaves.</summary>
internal sealed class FaultPart(PageContext page, FaultPlan plan)
{
    private const string Hint =
        "[METHOD] [PATH] and what happens: 429, 500, 503, delay=2s, reset, truncate, expired=400, report=failed, clock=-90s; next=N or "
        + "p=0.3 says how often.";

    public Html List()
    {
        IReadOnlyList<SandboxFaultState> faults = plan.States;
        return faults.Count == 0
            ? Html.Of($"""<p class="empty">Every request is answered properly.</p>""")
            : Html.Of($"""
                <ul class="list">{Html.Join(faults.Select(Fault))}</ul>
                <div class="actions">{page.Button("/faults/clear", "Clear all faults")}</div>
                """);
    }

    public Html AddForm(Notices.Notice? notice)
    {
        FormView form = new(page, "/faults", notice);
        Html attributes = Html.Of(
            $"""
            required maxlength="1000" autocomplete="off" spellcheck="false" list="fault-examples"
            placeholder="GET /api/v1r1/** 503 next=2"
            """);
        return form.Folded("Add a fault", Html.Of($"""
            {form.Input("fault-text", "fault", "Fault", attributes, Hint)}
            <button>Add fault</button>
            <datalist id="fault-examples"><option value="GET /api/** 429 retry-after=2 next=3"><option value="503 next=2">
            <option value="delay=2s p=0.3"><option value="expired=401 next=1"><option value="reset=after next=1"><option value="clock=-90s">
            <option value="report=failed next=1"></datalist>
            """), "form row");
    }

    private Html Fault(SandboxFaultState state)
    {
        string text = state.Fault.ToString();
        string left = state.Remaining is { } remaining ? string.Create(CultureInfo.InvariantCulture, $", {remaining} left") : "";
        return Html.Of($"""
            <li><div class="item"><div class="grow"><code class="break">{text}</code>
            <p class="hint">hit {state.Hit} of {state.Matched} requests{left}</p></div>
            {page.Button($"/faults/{state.Id}/delete", "Remove", $"the fault {text}")}</div></li>
            """);
    }
}
