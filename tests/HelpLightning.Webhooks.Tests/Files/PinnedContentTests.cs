using HelpLightning.Secrets;

namespace HelpLightning.Webhooks.Tests.Files;

/// <summary>A small file is read whole, whatever it says of its length.</summary>
public sealed class PinnedContentTests
{
    private const int Largest = 100;

    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(7, 7, true)]
    [InlineData(7, 0, true)]
    [InlineData(7, 0, false)]
    [InlineData(70, 7, true)]
    [InlineData(7, 70, true)]
    [InlineData(Largest, Largest, true)]
    [InlineData(Largest, 7, true)]
    [InlineData(Largest + 50, Largest + 50, true)]
    [InlineData(Largest + 50, 7, true)]
    [InlineData(Largest + 50, 0, false)]
    public void What_is_there_is_read_and_of_too_much_one_byte_more_than_the_largest(int holds, int says, bool canSeek)
    {
        byte[] all = [.. Enumerable.Range(1, holds).Select(static i => (byte)i)];
        using Changed stream = new(all, says, canSeek);
        Assert.Equal(all.Take(Largest + 1), PinnedContent.Of(stream, Largest));
    }

    /// <summary>Gives a byte at a time, and has another length than it says, as a file that others write.</summary>
    private sealed class Changed(byte[] content, long says, bool canSeek) : MemoryStream(content)
    {
        public override bool CanSeek => canSeek;

        public override long Length => canSeek ? says : throw new NotSupportedException();

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(1, buffer.Length)]);
    }
}
