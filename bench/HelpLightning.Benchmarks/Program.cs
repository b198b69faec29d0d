using System.Globalization;
using BenchmarkDotNet.Running;
using HelpLightning.Benchmarks;

// The named ones are our own interleaved measurements; everything else goes to BenchmarkDotNet.
switch (args)
{
    case ["ratios", ..]:
        Ratios.Run(Number(at: 1, otherwise: 21));
        break;
    case ["client", ..]:
        await CallRatios.RunAsync(Number(at: 1, otherwise: 101));
        break;
    case ["lists", ..]:
        await ListRatios.RunAsync(Number(at: 1, otherwise: 7));
        break;
    case ["sandbox", ..]:
        await SandboxFigures.RunAsync(Number(at: 1, otherwise: 11));
        break;
    case ["mint", _]:
        Minting.Run(threads: Number(at: 1, otherwise: 2));
        break;
    case ["pkcs11", string uri, ..]:
        TokenSigning.Run(uri, args.ElementAtOrDefault(2), rounds: Number(at: 3, otherwise: 11));
        break;
    case ["server", _]:
        await LoopbackServer.RunAsync(TimeSpan.FromMilliseconds(Number(at: 1, otherwise: 0)));
        break;
    case ["working-set", string address, _]:
        await WorkingSet.RunAsync(address, pageSize: Number(at: 2, otherwise: 50));
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        break;
}

int Number(int at, int otherwise) => args.Length > at ? int.Parse(args[at], CultureInfo.InvariantCulture) : otherwise;
