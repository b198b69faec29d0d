using BenchmarkDotNet.Running;
using HelpLightning.Benchmarks;

// "ratios" and "sandbox" are our own interleaved measurements; everything else goes to BenchmarkDotNet.
if (args is ["ratios", ..])
{
    Ratios.Run(rounds: args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 21);
}
else if (args is ["sandbox", ..])
{
    await SandboxFigures.RunAsync(rounds: args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 11);
}
else
{
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
}
