using HelpLightning.Cli.Overview.Counting;
using HelpLightning.Client;

namespace HelpLightning.Cli.Tests.Overview;

public sealed class OverviewCallTests
{
    [Theory]
    [InlineData("Call Ended", 0, true)]
    [InlineData("Call Ended", 2, true)]
    [InlineData("Timed out", 0, false)]
    [InlineData("Timed out", 2, false)]
    [InlineData("call ended", 2, false)]
    [InlineData("", 1, false)]
    [InlineData("", 2, true)]
    [InlineData(null, 1, false)]
    [InlineData(null, 2, true)]
    public void What_has_ended_is_answered_as_the_client_says_and_what_goes_on_when_two_are_in_it(string? reason, int tookPart, bool isAnswered)
    {
        Call call = new() { EndReason = reason };
        Assert.Equal(isAnswered, new OverviewCall { Id = "call_1", EndReason = call.EndReason, TookPart = tookPart }.IsAnswered);
        Assert.Equal(isAnswered && call.EndReason is not null, call.EndedSuccessfully);
    }
}
