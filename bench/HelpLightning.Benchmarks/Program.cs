using BenchmarkDotNet.Running;
using HelpLightning.Benchmarks;

// "ratios" is our own interleaved measurement; everything else goes to BenchmarkDotNet.
if (args is ["ratios", ..])
{
    Ratios.Run(rounds: args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 21);
}
else
{
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
}
