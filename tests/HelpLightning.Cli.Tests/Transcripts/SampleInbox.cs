using System.Text;
using HelpLightning.Webhooks;
using HelpLightning.Webhooks.Sqlite;

namespace HelpLightning.Cli.Tests.Transcripts;

/// <summary>An inbox with an event in each state, and dates that are the same in each run.</summary>
internal static class SampleInbox
{
    private static readonly DateTimeOffset First = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    public static async Task MakeAsync(string path)
    {
        await using SqliteInbox inbox = SqliteInbox.Open(path, new InboxOptions());
        string[] bodies =
        [
            """{"type":"call","category":"started","data":{"call_id":"call_1"}}""",
            """{"type":"call","category":"attachment_created","data":{"call_id":"call_1","attachment":{"id":63,"uuid":"0d7a"}}}""",
            """{"type":"call","category":"ended","data":{"call_id":"call_2"}}""",
            """{"type":"session","category":"created","data":{"session_id":"\u001b[31m"}}""",
            "no event at all",
        ];
        foreach ((int i, string body) in bodies.Index())
        {
            await inbox.AcceptAsync(new IncomingEvent(Encoding.UTF8.GetBytes(body), First.AddMinutes(i), i == 3 ? null : "north"));
        }

        IReadOnlyList<InboxEvent> claimed = await inbox.ClaimAsync(4);
        await inbox.SettleAsync(
        [
            Settlement.Handled(claimed[0]),
            Settlement.Dead(claimed[1], "Attachment 63 of call call_1 was announced, but its file is not there: not yet, or it has been deleted since.", "forward"),
            Settlement.Retry(claimed[2], First.AddHours(1), "Nothing listens at http://127.0.0.1:5000/hook.", null),
            Settlement.PutOff(claimed[3], First.AddHours(1)),
        ]);
    }
}
