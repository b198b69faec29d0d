using HelpLightning.Cli.Tests.Steps;

namespace HelpLightning.Cli.Tests;

/// <summary>
/// What <c>hl export</c> leaves when it is killed while it makes the result of what it has read: the next run makes the files of an
/// undisturbed one, byte for byte, and leaves nothing else behind.
/// </summary>
public sealed class ExportPackingKillTests(PackingShop shop) : IClassFixture<PackingShop>
{
    /// <summary>The moments to look at come from this.</summary>
    private readonly Random _random = new(20);

    /// <summary>
    /// The program is held before each call that gives or takes a name or makes something last, and before some of its writes, and what the
    /// folder holds then is copied: that is what a kill there leaves.
    /// </summary>
    [Theory]
    [InlineData("csv", false, 20)]
    [InlineData("json", false, 20)]
    [InlineData("sqlite", false, 6)]
    [InlineData("csv", true, 6)]
    [InlineData("json", true, 2)]
    [InlineData("sqlite", true, 2)]
    public async Task At_each_step_and_at_random_writes(string format, bool encrypts, int writes)
    {
        await RequireAsync(encrypts);
        bool looksAtEach = writes > 2;
        int[] chosen = await ChooseWritesAsync(format, encrypts, writes);
        List<(string Folder, string Moment)> left = [];
        string folder = await shop.CopyAsync(format);
        int written = 0;
        int copied = 0;
        (await RunAsync(folder, format, encrypts, async step =>
        {
            if (step.IsWrite ? Array.BinarySearch(chosen, ++written) >= 0 : looksAtEach)
            {
                string copy = shop.NewFolder($"{format}-left");
                await Shell.RunAsync($"cp -a '{folder}' '{copy}'");
                left.Add((copy, $"before {step.Call} of {Path.GetRelativePath(folder, step.Path)}, moment {++copied}"));
            }

            return true;
        })).Require(0);

        foreach ((string copy, string moment) in left)
        {
            await shop.FinishAsync(copy, format, encrypts, moment);
        }

        // The list of sums, the result and the state get their names, and what was the work goes.
        Assert.InRange(left.Count, looksAtEach ? 10 + chosen.Length : chosen.Length, 200);
    }

    /// <summary>The kill itself, and another of what it left.</summary>
    [Theory]
    [InlineData("csv", false)]
    [InlineData("json", false)]
    [InlineData("sqlite", false)]
    [InlineData("csv", true)]
    public async Task Killed_and_killed_again(string format, bool encrypts)
    {
        await RequireAsync(encrypts);
        string folder = await shop.CopyAsync(format);
        int moment = (await CountAsync(await shop.CopyAsync(format), format, encrypts)).Steps;
        for (int kill = 0; kill < 2; kill++)
        {
            moment = _random.Next(1, moment);
            int done = 0;
            (await RunAsync(folder, format, encrypts, _ => Task.FromResult(++done < moment))).Require(Stepper.Killed);
        }

        await shop.FinishAsync(folder, format, encrypts, $"killed again before step {moment}");
    }

    private async Task<int[]> ChooseWritesAsync(string format, bool encrypts, int count)
    {
        int writes = (await CountAsync(await shop.CopyAsync(format), format, encrypts)).Writes;
        int[] all = [.. Enumerable.Range(1, writes)];
        _random.Shuffle(all);
        return [.. all.Take(count).Order()];
    }

    private async Task<(int Steps, int Writes)> CountAsync(string folder, string format, bool encrypts)
    {
        int steps = 0;
        int writes = 0;
        (await RunAsync(folder, format, encrypts, step =>
        {
            steps++;
            writes += step.IsWrite ? 1 : 0;
            return Task.FromResult(true);
        })).Require(0);
        Directory.Delete(folder, recursive: true);
        return (steps, writes);
    }

    private Task<HlResult> RunAsync(string folder, string format, bool encrypts, Func<Step, Task<bool>> goesOn) =>
        Stepper.RunAsync(folder, shop.Environment, shop.Arguments(folder, format, encrypts), goesOn);

    private static async Task RequireAsync(bool encrypts)
    {
        await Stepper.RequireAsync();
        if (encrypts)
        {
            await Shell.RequireAsync("gpg", "--version");
        }
    }
}
