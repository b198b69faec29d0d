using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace HelpLightning.Webhooks.PostgreSql.Storage;

/// <summary>
/// The number by which events are kept in order: that of their call, or their own. Two calls that have the same by chance wait for each
/// other sometimes, which is all.
/// </summary>
internal static class CallKey
{
    public static long Of(string? callId, UInt128 identity)
    {
        if (callId is null)
        {
            return unchecked((long)(ulong)identity);
        }

        Span<byte> text = stackalloc byte[Encoding.UTF8.GetMaxByteCount(200)];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.TryGetBytes(callId, text, out int length) ? text[..length] : Encoding.UTF8.GetBytes(callId), hash);
        return BinaryPrimitives.ReadInt64LittleEndian(hash);
    }
}
