namespace HelpLightning.Sandbox.Time;

/// <summary>Ids that grow with the time at which they are made (UUID version 7).</summary>
internal static class DatedGuid
{
    /// <summary>The format counts from 1970, but a clock may have been put back farther: then the id is of the first moment.</summary>
    public static Guid Create(DateTimeOffset at) => Guid.CreateVersion7(at < DateTimeOffset.UnixEpoch ? DateTimeOffset.UnixEpoch : at);
}
