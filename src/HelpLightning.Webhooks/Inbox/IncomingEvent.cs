using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace HelpLightning.Webhooks;

/// <summary>An event at the door: its body, and what an inbox needs to know about it.</summary>
public sealed class IncomingEvent
{
    /// <param name="body">The body as it came. An inbox may hold on to it, so that it must not be changed any more.</param>
    /// <param name="receivedAt">When it came.</param>
    /// <param name="signedBy">The name of the secret that signed it; null when that has none.</param>
    public IncomingEvent(ReadOnlyMemory<byte> body, DateTimeOffset receivedAt, string? signedBy = null)
    {
        Body = body;
        ReceivedAt = receivedAt;
        SignedBy = signedBy;
        IsReadable = EventSummary.TryRead(body.Span, out EventSummary summary);
        Summary = summary;
        Identity = IdentityOf(body.Span, summary);
    }

    /// <summary>The body as it came.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>When it came.</summary>
    public DateTimeOffset ReceivedAt { get; }

    /// <summary>The name of the secret that signed it.</summary>
    public string? SignedBy { get; }

    /// <summary>False when the body is no JSON object. An inbox keeps it among the dead letters, for a person to see.</summary>
    public bool IsReadable { get; }

    /// <summary>What it is about.</summary>
    public EventSummary Summary { get; }

    /// <summary>
    /// Two events with the same identity are the same event: of an attachment by its uuid, for ever; of anything else by its bytes,
    /// within the inbox's window, since two equal events need not be a repeat. The first half of a SHA-256.
    /// </summary>
    public UInt128 Identity { get; }

    private static UInt128 IdentityOf(ReadOnlySpan<byte> body, in EventSummary summary)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        if (summary.AttachmentUuid is { } uuid)
        {
            // Never what a body can be: bodies that could be read begin with a bracket.
            Span<byte> text = stackalloc byte[16 + Encoding.UTF8.GetMaxByteCount(uuid.Length)];
            "attachment "u8.CopyTo(text);
            int length = 11 + Encoding.UTF8.GetBytes(uuid, text[11..]);
            SHA256.HashData(text[..length], hash);
        }
        else
        {
            SHA256.HashData(body, hash);
        }

        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }
}
