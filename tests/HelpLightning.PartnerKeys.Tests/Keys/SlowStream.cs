namespace HelpLightning.PartnerKeys.Tests.Keys;

/// <summary>A stream of unknown length that gives one byte per read, as a terminal or a slow pipe may.</summary>
/// <param name="content">Null never ends.</param>
internal sealed class SlowStream(byte[]? content) : Stream
{
    public int BytesRead { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        if (count == 0 || BytesRead == content?.Length)
        {
            return 0;
        }

        buffer[offset] = content is null ? (byte)'A' : content[BytesRead];
        BytesRead++;
        return 1;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
