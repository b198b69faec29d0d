using System.Security.Cryptography;

namespace HelpLightning.Pkcs11.Pins;

/// <summary>A PIN in memory that the collector does not move, so that no copy of it stays behind; wiped in the end.</summary>
internal sealed class Pin : IDisposable
{
    private readonly byte[] _bytes;
    private readonly int _length;

    /// <param name="bytes">Copied.</param>
    /// <param name="written">When its source was written last; 0 where that is not known.</param>
    public Pin(ReadOnlySpan<byte> bytes, long written = 0)
    {
        Written = written;
        _bytes = GC.AllocateUninitializedArray<byte>(Math.Max(bytes.Length, 1), pinned: true);
        _length = bytes.Length;
        bytes.CopyTo(_bytes);
    }

    public long Written { get; }

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    public void Dispose() => CryptographicOperations.ZeroMemory(_bytes);
}
