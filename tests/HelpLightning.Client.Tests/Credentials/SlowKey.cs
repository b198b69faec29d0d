using HelpLightning.PartnerKeys;

namespace HelpLightning.Client.Tests;

/// <summary>A key of another machine: answers when it likes, and counts how often it was asked.</summary>
internal sealed class SlowKey(Func<CancellationToken, Task> wait, PartnerKey? key = null) : PartnerSigningKey
{
    private readonly PartnerKey _key = key ?? TestClient.Key;
    private int _asked;

    public int Asked => Volatile.Read(ref _asked);

    public override PartnerPublicKey PublicKey => _key.PublicKey;

    public override async ValueTask<ReadOnlyMemory<byte>> SignHashAsync(ReadOnlyMemory<byte> hash, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _asked);
        await wait(cancellationToken);
        return await _key.SignHashAsync(hash, cancellationToken);
    }
}
