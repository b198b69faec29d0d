using Microsoft.Extensions.Logging.Abstractions;

namespace HelpLightning.Aspire.Tests;

/// <summary>Aspire applications of a test's own. The sample's assembly says where the orchestrator lies.</summary>
internal static class Application
{
    /// <summary>Ends a test that waits for a state that never comes.</summary>
    public static CancellationTokenSource Patience()
    {
        CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(3));
        return patience;
    }

    public static IDistributedApplicationBuilder Build(params string[] arguments) => DistributedApplication.CreateBuilder(
        new DistributedApplicationOptions { Args = arguments, AssemblyName = "HelpDesk.AppHost", DisableDashboard = true });

    /// <summary>A program that would run, had it been started; its variables are what is asked for.</summary>
    public static IResourceBuilder<ExecutableResource> AddIdle(this IDistributedApplicationBuilder builder, string name = "idle") =>
        builder.AddExecutable(name, "sleep", ".", "1000").WithExplicitStart();

    /// <summary>The variables that it would be started with.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> VariablesOfAsync(IResourceBuilder<ExecutableResource> program)
    {
        using CancellationTokenSource patience = Patience();
        IExecutionConfigurationResult result = await ExecutionConfigurationBuilder.Create(program.Resource)
            .WithEnvironmentVariablesConfig()
            .BuildAsync(program.ApplicationBuilder.ExecutionContext, NullLogger.Instance, patience.Token);
        return result.Exception is null ? result.EnvironmentVariables.ToDictionary() : throw result.Exception;
    }
}
