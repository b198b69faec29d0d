using HelpLightning.Equality;

namespace HelpLightning.Client;

/// <summary>One asking to join a call, with all that followed from it.</summary>
public sealed record CallRequestGroup : ApiObject
{
    /// <summary>The id of the request.</summary>
    public string? RequestId { get; init; }

    /// <summary>The steps.</summary>
    public IReadOnlyList<CallRequest> Requests { get; init => field = EqualList<CallRequest>.Of(value); } = EqualList<CallRequest>.Empty;

    private protected override string Summary => $"RequestId = {RequestId}";
}
