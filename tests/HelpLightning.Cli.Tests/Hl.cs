namespace HelpLightning.Cli.Tests;

/// <summary>
/// Runs hl in this process, with an environment, input and folder of its own, beside others. The built program: <see cref="HlProgram"/>.
/// </summary>
internal static class Hl
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public static Task<HlResult> RunAsync(params string[] arguments) => RunAsync(new Dictionary<string, string>(), "", arguments);

    public static async Task<HlResult> RunAsync(IReadOnlyDictionary<string, string> environment, string input, params string[] arguments)
    {
        using TestHost host = new(environment, input);
        return await RunAsync(host, arguments);
    }

    public static async Task<HlResult> RunAsync(TestHost host, params string[] arguments)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(host.Interrupted);
        limit.CancelAfter(Patience);

        // Like the program's own start: nothing that a command does before its first wait holds up whoever runs it.
        int exitCode = await Task.Run(
            () => Application.RunAsync(host, arguments, handlesSignals: false, limit.Token), CancellationToken.None);
        return new HlResult(exitCode, host.Output, host.Error);
    }
}
