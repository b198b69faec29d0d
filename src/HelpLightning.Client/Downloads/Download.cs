namespace HelpLightning.Client;

/// <summary>What to download.</summary>
/// <param name="What">In words, for errors.</param>
/// <param name="Address">The signed address.</param>
/// <param name="RenewAsync">Asks for a new address when this one has expired; null when nobody knows whom to ask.</param>
internal sealed record Download(string What, Uri Address, Func<CancellationToken, Task<Uri?>>? RenewAsync)
{
    /// <summary>Without the address, which is a secret.</summary>
    public override string ToString() => What;
}
