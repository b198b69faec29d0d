using HelpLightning.Sandbox.Data;

namespace HelpLightning.Sandbox.Page;

/// <summary>The calls that run, and what can happen in them.</summary>
internal sealed class CallPart(PageContext page)
{
    private const int MostCalls = 20;
    private const int MostSuggestions = 100;

    public Html List()
    {
        List<RunningCall> calls = page.Core.Database.Read(ReadCalls);
        return calls.Count == 0
            ? Html.Of($"""<p class="empty">No call is running.</p>""")
            : Html.Of($"""<ul class="list">{Html.Join(calls.Select(Call))}</ul>""");
    }

    public Html StartForm()
    {
        List<Person> people = page.Core.Database.Read(ReadPeople);
        string Suggested(int at) => people.Count > at ? people[at].Email : "";
        return Html.Of($"""
            <datalist id="people">{Html.Join(people.Select(p => Html.Of($"""<option value="{p.Email}">{p.Name}</option>""")))}</datalist>
            {page.Form("/calls", Html.Of($"""
                <div class="field"><label for="call-dialer">Who calls (e-mail or id)</label>
                <input id="call-dialer" name="dialer" list="people" required maxlength="255" autocomplete="off" value="{Suggested(0)}"></div>
                <div class="field"><label for="call-receiver">Who is called</label>
                <input id="call-receiver" name="receiver" list="people" required maxlength="255" autocomplete="off" value="{Suggested(1)}"></div>
                <button>Start call</button>
                """), "form row keep")}
            """);
    }

    private Html Call(RunningCall call) => Html.Of($"""
        <li><div class="item"><div class="grow"><strong>{string.Join(", ", call.People.Select(p => p.Name))}</strong>
        <p class="hint break">{call.CallId}, since {PageContext.Time(call.StartedAt, "HH:mm:ss")}</p></div>
        {page.Button($"/calls/{call.CallId}/end", "End call", call.CallId, "quiet danger")}</div>
        <div class="actions">
        {page.Button($"/calls/{call.CallId}/recording", "Add recording", $"to {call.CallId}")}
        {page.Button($"/calls/{call.CallId}/capture", "Add screen capture", $"to {call.CallId}")}
        {page.Button($"/calls/{call.CallId}/document", "Add document", $"to {call.CallId}")}
        {page.Form($"/calls/{call.CallId}/leave", Html.Of($"""
            <label class="unseen" for="leave-{call.CallId}">Who leaves {call.CallId}</label>
            <select id="leave-{call.CallId}" name="user">{Html.Join(call.People.Select(p => Html.Of($"""<option value="{p.Id}">{p.Name}</option>""")))}</select>
            <button class="quiet">Leave</button>
            """), "inline pair")}
        {page.Form($"/calls/{call.CallId}/join", Html.Of($"""
            <label class="unseen" for="join-{call.CallId}">Who joins {call.CallId}: an e-mail address, an id or a guest's name</label>
            <input id="join-{call.CallId}" name="who" list="people" required maxlength="255" autocomplete="off" placeholder="e-mail, id or a name">
            <button class="quiet">Join</button>
            """), "inline pair")}
        {page.Form($"/calls/{call.CallId}/tag", Html.Of($"""
            <label class="unseen" for="tag-{call.CallId}">Tag for {call.CallId}</label>
            <input id="tag-{call.CallId}" name="tag" required maxlength="255" autocomplete="off" placeholder="tag">
            <button class="quiet">Add tag</button>
            """), "inline pair")}
        </div></li>
        """);

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
        "SELECT u.id, u.name, u.email FROM call_participants p JOIN users u ON u.id = p.user_id WHERE p.call_id = ?1 AND p.left_at IS NULL ORDER BY p.position", call));

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
