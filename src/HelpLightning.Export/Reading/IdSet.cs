using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace HelpLightning.Export.Reading;

/// <summary>
/// The ids that a table has, as 128 bits of a hash each, so that a million of them take 32 MB and two are never mistaken
/// for one. A list whose pages shift while it is read tells rows twice.
/// </summary>
internal sealed class IdSet
{
    private readonly HashSet<UInt128> _seen = [];

    /// <summary>False when it was there already.</summary>
    public bool Add(string id)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(id), hash);
        return _seen.Add(BinaryPrimitives.ReadUInt128LittleEndian(hash));
    }
}
