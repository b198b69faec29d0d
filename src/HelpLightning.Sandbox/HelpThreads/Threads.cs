using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Errors;

namespace HelpLightning.Sandbox.HelpThreads;

/// <summary>What the routes of help threads share.</summary>
internal static class Threads
{
    public const string Open = "REPORTED";
    public const string Closed = "CLOSED";

    /// <summary>Throws when somebody does not take part in a thread.</summary>
    public static void RequireParticipant(Db db, long thread, long user)
    {
        if (!db.Exists("SELECT 1 FROM help_thread_participants WHERE thread_id = ?1 AND user_id = ?2", thread, user))
        {
            throw SandboxException.NotFound($"There is no help thread {thread} with user {user} in it.");
        }
    }

    /// <summary>Moves a thread to the top of the lists.</summary>
    public static void Touch(Db db, long thread, string now) => db.Run(
        "UPDATE help_threads SET last_active_at = ?2, activity = (SELECT max(activity) + 1 FROM help_threads) WHERE id = ?1", thread, now);

    /// <summary>Messages of others that somebody has not fetched yet, for a participant ?2 of a thread t.</summary>
    public const string UnreadSql = """
        (SELECT count(*) FROM messages m WHERE m.thread_id = t.id AND m.user_id <> ?2 AND m.id > coalesce(
          (SELECT last_read_id FROM help_thread_participants p WHERE p.thread_id = t.id AND p.user_id = ?2), 0))
        """;
}
