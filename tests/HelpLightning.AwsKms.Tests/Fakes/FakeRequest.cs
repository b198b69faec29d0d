namespace HelpLightning.AwsKms.Tests.Fakes;

/// <summary>What a service was asked.</summary>
/// <param name="Method">GET or POST.</param>
/// <param name="Target">Path and query as they were sent.</param>
/// <param name="Headers">All of them.</param>
/// <param name="Body">Empty for GET.</param>
internal sealed record FakeRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, string Body)
{
    /// <summary>Empty for a header that was not sent.</summary>
    public string Header(string name) => Headers.GetValueOrDefault(name, "");
}
