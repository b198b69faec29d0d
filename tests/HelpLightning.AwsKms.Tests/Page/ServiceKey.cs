using System.Net;
using HelpLightning.PartnerKeys;

namespace CloudKeys;

// <key>
public sealed class ServiceKey(PartnerPublicKey publicKey, HttpClient service) : RemotePartnerKey(publicKey)
{
    protected override async ValueTask<ReadOnlyMemory<byte>> SignRemotelyAsync(ReadOnlyMemory<byte> hash, CancellationToken cancellationToken)
    {
        using HttpResponseMessage answer = await service.PostAsync("sign", new ReadOnlyMemoryContent(hash), cancellationToken);
        return answer.StatusCode == HttpStatusCode.TooManyRequests
            ? throw Overloaded("The key service", answer.Headers.RetryAfter?.Delta)
            : await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync(cancellationToken);
    }
}
// </key>
