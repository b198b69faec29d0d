using System.Security.Cryptography;

namespace HelpLightning.Export;

/// <summary>AES in OpenPGP's cipher feedback mode, with a first vector of zeros (RFC 4880, 5.13), over a stream of any length.</summary>
internal sealed class CfbWriter : IDisposable
{
    private const int BlockSize = 16;
    private const int BufferSize = 4096 * BlockSize;

    private readonly Aes _aes;
    private readonly ICryptoTransform _transform;
    private readonly PartialPacket _output;
    private readonly byte[] _plain = new byte[BufferSize];
    private readonly byte[] _cipher = new byte[BufferSize];
    private int _length;

    public CfbWriter(byte[] key, PartialPacket output)
    {
        _aes = Aes.Create();
#pragma warning disable CA5358 // The mode is the format's; what guards it against changes is the code at its end.
        _aes.Mode = CipherMode.CFB;
#pragma warning restore CA5358
        _aes.FeedbackSize = 8 * BlockSize;
        _aes.Padding = PaddingMode.None;
#pragma warning disable CA5401 // The first block that is encrypted is random, which is what the format has instead.
        _transform = _aes.CreateEncryptor(key, new byte[BlockSize]);
#pragma warning restore CA5401
        _output = output;
    }

    public void Write(ReadOnlySpan<byte> plain)
    {
        while (!plain.IsEmpty)
        {
            int count = Math.Min(plain.Length, BufferSize - _length);
            plain[..count].CopyTo(_plain.AsSpan(_length));
            _length += count;
            plain = plain[count..];
            if (_length == BufferSize)
            {
                Encrypt(BufferSize);
            }
        }
    }

    /// <summary>In this mode a block that is not full is encrypted like a full one and cut.</summary>
    public void Finish()
    {
        int whole = (_length + BlockSize - 1) / BlockSize * BlockSize;
        Array.Clear(_plain, _length, whole - _length);
        Encrypt(whole);
    }

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_plain);
        _transform.Dispose();
        _aes.Dispose();
    }

    private void Encrypt(int whole)
    {
        if (whole > 0)
        {
            _transform.TransformBlock(_plain, 0, whole, _cipher, 0);
            _output.Write(_cipher.AsSpan(0, _length));
            _length = 0;
        }
    }
}
