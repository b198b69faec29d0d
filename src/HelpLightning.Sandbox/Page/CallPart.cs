using HelpLightning.Sandbox.Data;

namespace HelpLightning.Sandbox.Page;

/// <summary>The calls that run, and what can happen in them.</summary>
internal sealed class CallPart(PageContext page, SandboxDatabase database)
{
    private const int MostCalls = 20;
    private const int MostSuggestions = 100;

    public Html List(Notices.Notice? notice = null)
    {
        List<RunningCall> calls = database.Read(ReadCalls);
        return calls.Count == 0
            ? Html.Of($"""<p class="empty">No call is running.</p>""")
            : Html.Of($"""<ul class="list">{Html.Join(calls.Select(c => Call(c, notice)))}</ul>""");
    }

    /// <summary>What a field that names somebody suggests.</summary>
    public Html Suggestions() => Html.Of($"""
        <datalist id="{PageContext.PeopleList}">{Html.Join(database.Read(ReadPeople).Select(
            p => Html.Of($"""<option value="{p.Email}">{p.Name}</option>""")))}</datalist>
        """);

    public Html StartForm(Notices.Notice? notice)
    {
        List<Person> people = database.Read(ReadPeople);
        Html Somebody(int at) => Html.Of(
            $"""
            list="{PageContext.PeopleList}" required maxlength="255" autocomplete="off"
            value="{(people.Count > at ? people[at].Email : "")}"
            """);
        FormView form = new(page, "/calls", notice);
        return form.Folded("Start a call", Html.Of($"""
            {form.Input("call-dialer", "dialer", "Who calls (e-mail or id)", Somebody(0))}
            {form.Input("call-receiver", "receiver", "Who is called", Somebody(1))}
            <button>Start call</button>
            """), "form row keep");
    }

    private Html Call(RunningCall call, Notices.Notice? notice) => Html.Of($"""
        <li><div class="item"><div class="grow"><strong>{string.Join(", ", call.People.Select(p => p.Name))}</strong>
        <p class="hint break">{call.CallId}, since {PageContext.Time(call.StartedAt, "HH:mm:ss")}</p></div>
        {page.Button($"/calls/{call.CallId}/end", "End call", call.CallId, "quiet danger")}</div>
        <details class="more" data-key="steps-{call.CallId}"{Html.If(
            notice is { IsError: true } && notice.Action.StartsWith($"/calls/{call.CallId}/", StringComparison.Ordinal),
            $" open")}><summary>What happens in it<span class="unseen">, {call.CallId}</span></summary>
        <div class="actions">
        {page.Button($"/calls/{call.CallId}/recording", "Add recording", $"to {call.CallId}")}
        {page.Button($"/calls/{call.CallId}/capture", "Add screen capture", $"to {call.CallId}")}
        {page.Button($"/calls/{call.CallId}/document", "Add document", $"to {call.CallId}")}
        </div>
        <div class="pairs">{Steps(call, notice)}</div></details></li>
        """);

    private Html Steps(RunningCall call, Notices.Notice? notice)
    {
        string id = call.CallId;
        FormView join = new(page, $"/calls/{id}/join", notice);
        FormView tag = new(page, $"/calls/{id}/tag", notice);
        Html someone = Html.Of(
            $"""list="{PageContext.PeopleList}" required maxlength="255" autocomplete="off" placeholder="e-mail, id or a name" """);
        Html word = Html.Of($"""required maxlength="255" autocomplete="off" placeholder="tag" """);
        return Html.Of($"""
            {join.Whole(Html.Of($"""
                {join.Small(
                    $"join-{id}", "who", $"Who joins {id}: an e-mail address, an id or a guest's name",
                    someone)}<button class="quiet">Join</button>
                """), "pair")}
            {page.Form($"/calls/{id}/leave", Html.Of($"""
                <span class="small"><label class="unseen" for="leave-{id}">Who leaves {id}</label>
                <select id="leave-{id}" name="user">{Html.Join(call.People.Select(
                    p => Html.Of($"""<option value="{p.Id}">{p.Name}</option>""")))}</select></span>
                <button class="quiet">Leave</button>
                """), "pair")}
            {tag.Whole(Html.Of($"""
                {tag.Small($"tag-{id}", "tag", $"Tag for {id}", word)}<button class="quiet">Add tag</button>
                """), "pair")}
            """);
    }

    private static List<RunningCall> ReadCalls(Db db)
    {
        List<(long Row, string CallId, DateTimeOffset StartedAt)> found = [];
        using (Rows rows = db.Query("SELECT id, call_id, started_at FROM calls WHERE reason = '' ORDER BY id DESC LIMIT ?1", MostCalls))
        {
            while (rows.Next())
            {
                found.Add((rows.Number(0), rows.Text(1), DateTimeOffset.FromUnixTimeMilliseconds(rows.Number(2))));
            }
        }

        return [.. found.Select(call => new RunningCall(call.CallId, call.StartedAt, Inside(db, call.Row)))];
    }

    private static List<Person> Inside(Db db, long call) => ReadPeople(db.Query(
        "SELECT u.id, u.name, u.email FROM call_participants p JOIN users u ON u.id = p.user_id WHERE p.call_id = ?1 "
        + "AND p.left_at IS NULL ORDER BY p.position", call));

    private List<Person> ReadPeople(Db db) => ReadPeople(db.Query(
        "SELECT id, name, email FROM users WHERE site_id = ?1 AND active = 1 ORDER BY id LIMIT ?2", page.Site, MostSuggestions));

    private static List<Person> ReadPeople(Rows rows)
    {
        using (rows)
        {
            List<Person> people = [];
            while (rows.Next())
            {
                people.Add(new Person(rows.Number(0), rows.Text(1), rows.Text(2)));
            }

            return people;
        }
    }

    private sealed record RunningCall(string CallId, DateTimeOffset StartedAt, IReadOnlyList<Person> People);

    private sealed record Person(long Id, string Name, string Email);
}
