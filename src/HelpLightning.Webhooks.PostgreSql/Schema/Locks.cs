using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace HelpLightning.Webhooks.PostgreSql.Schema;

/// <summary>The advisory locks of an inbox. They are the database's, so that each schema has numbers of its own.</summary>
internal static class Locks
{
    /// <summary>Held by whoever makes or removes tables.</summary>
    public static long Tables(string schema) => Number("tables", schema);

    /// <summary>Held by whoever changes who works on what.</summary>
    public static long Board(string schema) => Number("board", schema);

    private static long Number(string what, string schema) =>
        BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"HelpLightning.Webhooks {what} {schema}")));
}
