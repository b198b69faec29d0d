using HelpLightning.Client;
using HelpLightning.Sandbox;
using HelpLightning.Testing;
using Microsoft.VisualStudio.TestTools.UnitTesting;

[TestClass]
public sealed class HelpLightningTests(TestContext context)
{
    private HelpLightningTestSite _site = null!;

    [TestInitialize]
    public async Task Start() => _site = await HelpLightningTestSite.StartAsync(context.WriteLine);

    [TestCleanup]
    public async Task Stop() => await _site.DisposeAsync();

    [TestMethod]
    public async Task Finds_a_technician()
    {
        User ann = await _site.Client.Users.GetAsync(24, context.CancellationToken);
        Assert.AreEqual("Ann Field", ann.Name);
    }

    [TestMethod]
    public async Task Reads_a_call_that_is_over()
    {
        SandboxCall call = _site.Sandbox.Calls.Start("ann@example.com", "1");
        _site.Sandbox.Calls.End(call.CallId);
        Assert.IsNotNull((await _site.Client.Calls.GetAsync(new CallId(call.CallId), context.CancellationToken)).EndedAt);
    }
}
