using HelpLightning.Sandbox.Time;

namespace HelpLightning.Sandbox.Page;

/// <summary>The sandbox's clock.</summary>
internal sealed class ClockPart(PageContext page, SandboxClock clock)
{
    public Html Time() => Html.Of($"""<p class="clock">{PageContext.Time(clock.GetUtcNow())} <span class="hint">UTC</span></p>""");

    /// <summary>What does not change from second to second.</summary>
    public Html State()
    {
        long seconds = (long)Math.Round(clock.Offset.TotalSeconds);
        string offset = seconds == 0
            ? "the same as this machine's clock"
            : $"{DurationText.Format(TimeSpan.FromSeconds(Math.Abs(seconds)))} {(seconds > 0 ? "ahead of" : "behind")} this machine's "
                + "clock";
        return Html.Of($"""
            <p class="hint">{(clock.IsFrozen ? "stopped: no token ages until it runs again" : offset)}</p>
            <div class="actions">
            {(clock.IsFrozen ? page.Button("/clock/unfreeze", "Let it run") : page.Button("/clock/freeze", "Stop the clock"))}
            {page.Button("/clock/reset", "Reset the clock")}
            </div>
            """);
    }

    public Html AdvanceForm(Notices.Notice? notice)
    {
        FormView form = new(page, "/clock/advance", notice);
        return form.Folded("Move the clock", Html.Of($"""
            {form.Input(
                "clock-by", "by", "Advance by", Html.Of($"""required maxlength="40" autocomplete="off" value="1h" """),
                "90s, 5m, 2h or 30d; with a minus it goes back. Tokens are issued and checked by this clock.")}
            <button>Advance</button>
            """), "form row keep");
    }
}
