using System.Net.Sockets;
using Npgsql;

namespace HelpLightning.Webhooks.PostgreSql.Storage;

/// <summary>
/// What a failure of PostgreSQL means, told by its SQLSTATE (PostgreSQL's appendix A) and never by its text, which has the server's
/// language.
/// </summary>
internal static class StoreFault
{
    /// <summary>True when it says that the store cannot be used now, or at all, whatever it was asked.</summary>
    public static bool IsOfStore(Exception error) => error switch
    {
        PostgresException e => !IsOfData(e.SqlState),
        NpgsqlException or TimeoutException or SocketException or IOException => true,

        // A connection that was lost while it was in use is said to be closed, or gone.
        ObjectDisposedException or InvalidOperationException => true,
        _ => false,
    };

    /// <summary>True when a value was refused: a datum (22), a constraint (23), a limit such as a row's size (54).</summary>
    public static bool IsOfData(string sqlState) =>
        sqlState.StartsWith("22", StringComparison.Ordinal)
        || sqlState.StartsWith("23", StringComparison.Ordinal)
        || sqlState.StartsWith("54", StringComparison.Ordinal);

    /// <summary>The failure for whoever uses the inbox. It holds no secret: neither do the exceptions of Npgsql.</summary>
    public static InboxUnavailableException Tell(Exception error, string where) => new(Words(error, where), error);

    private static string Words(Exception error, string where) => error switch
    {
        PostgresException { SqlState: { } state } => $"{Cause(state, where)} (SQLSTATE {state}).",
        NpgsqlException { InnerException: TimeoutException } or TimeoutException =>
            $"PostgreSQL at {where} has not answered in time. It is too slow, stalls, or cannot be reached.",
        _ => $"PostgreSQL at {where} cannot be reached, or the connection was lost. Check that it runs, and Host and Port.",
    };

    private static string Cause(string state, string where) => state switch
    {
        "28P01" or "28000" =>
            $"PostgreSQL at {where} refuses the user: check Username and Password, and the server's pg_hba.conf",
        "3D000" => $"There is no such database at {where}: check Database, or make it with createdb",
        "42501" =>
            $"The user has not the right at {where}: it needs CREATE in the database, or its own schema, and has to own the tables in it",
        "25006" => $"PostgreSQL at {where} is read-only, perhaps a standby: name the primary, or set Target Session Attributes",
        "53300" => $"PostgreSQL at {where} has no connection left: raise max_connections, or use fewer inboxes",
        "53100" => $"PostgreSQL at {where} has no room on its disk",
        "57P01" or "57P02" or "57P03" => $"PostgreSQL at {where} is starting or stopping",
        "57014" or "55P03" => $"PostgreSQL at {where} has not answered in time: it is too slow, or something holds a lock",
        "40001" or "40P01" => $"PostgreSQL at {where} has called a transaction off, as others were in its way: it is worth another try",
        "42P01" or "3F000" or "42703" =>
            $"The inbox's tables at {where} are missing or of another version: open the inbox again, which makes them",
        _ => $"PostgreSQL at {where} has refused",
    };
}
