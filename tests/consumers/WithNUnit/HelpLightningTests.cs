using HelpLightning.Client;
using HelpLightning.Testing;
using NUnit.Framework;

public sealed class HelpLightningTests
{
    private HelpLightningTestSite _site = null!;

    [OneTimeSetUp]
    public async Task Start() => _site = await HelpLightningTestSite.StartAsync();

    [SetUp]
    public Task Reset()
    {
        _site.Log = TestContext.Out.WriteLine;
        return _site.ResetAsync();
    }

    [OneTimeTearDown]
    public async Task Stop() => await _site.DisposeAsync();

    [Test]
    public async Task Finds_a_technician()
    {
        User ann = await _site.Client.Users.GetAsync(24);
        Assert.That(ann.Name, Is.EqualTo("Ann Field"));
    }

    [Test]
    public void Says_who_is_not_there() =>
        Assert.ThrowsAsync<HelpLightningNotFoundException>(() => _site.Client.Users.GetAsync(4711));

    [Test, Repeat(2)]
    public async Task Begins_each_test_with_the_same_people()
    {
        Assert.That(_site.Sandbox.Requests.List(), Is.Empty);
        await _site.Client.Users.InviteAsync(new UserInvitation { Email = "new@example.com", Name = "New Person" });
        Assert.That(_site.Sandbox.CreatePersonalAccessToken("new@example.com"), Is.Not.Empty);
    }
}
