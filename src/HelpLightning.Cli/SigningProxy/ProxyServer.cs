using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Hosting;
using HelpLightning.Proxy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HelpLightning.Cli.SigningProxy;

/// <summary>Kestrel with the proxy in it, and beside it one for probes and metrics.</summary>
internal sealed class ProxyServer : IAsyncDisposable
{
    /// <summary>The first descriptor that systemd hands over (SD_LISTEN_FDS_START).</summary>
    private const ulong FirstDescriptor = 3;

    /// <summary>
    /// For callers on connections that stay open: they are told with each answer to connect anew, before the ones that are idle are closed.
    /// </summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);

    private readonly List<WebApplication> _applications = [];
    private readonly HelpLightningProxyState _state = new();
    private readonly TimeProvider _clock;
    private readonly TimeSpan _drain;
    private PrivateSocket? _socket;
    private X509Certificate2? _certificate;

    private ProxyServer(TimeProvider clock, TimeSpan drain)
    {
        _clock = clock;
        _drain = drain;
    }

    /// <summary>Where it listens, as callers write it.</summary>
    public IReadOnlyList<string> Addresses { get; private set; } = [];

    /// <summary>Where probes are answered; null for nowhere.</summary>
    public string? OperationsAddress { get; private set; }

    public HelpLightningProxyState State => _state;

    public static async Task<ProxyServer> StartAsync(
        ProxyPlan plan, Action<HelpLightningProxyOptions, IReadOnlyDictionary<int, string>> configure, ILoggerProvider log,
        TimeProvider clock, Func<string, string> pathTo, CancellationToken cancellationToken)
    {
        ProxyServer server = new(clock, plan.Drain);
        try
        {
            server._certificate = plan.Certificate is null ? null : ReadCertificate(plan.Certificate, plan.CertificateKey!);
            server._socket = plan.Socket is null ? null : new PrivateSocket(pathTo(plan.Socket));
            await server.StartProxyAsync(plan, configure, log, cancellationToken);
            if (plan.Operations is { } operations)
            {
                await server.StartOperationsAsync(operations.EndPoint, log, cancellationToken);
            }

            server._state.Started();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Takes no more requests, and ends when those that are under way are answered, or their time is over.</summary>
    /// <returns>How many were cut off.</returns>
    public async Task<int> StopAsync()
    {
        _state.Drain();
        long start = _clock.GetTimestamp();
        TimeSpan farewell = _drain < Farewell ? _drain : Farewell;
        await Task.Delay(farewell, _clock, CancellationToken.None);
        TimeSpan left = _drain - _clock.GetElapsedTime(start);
        using CancellationTokenSource end = new(left > TimeSpan.Zero ? left : TimeSpan.Zero, _clock);
        int cutOff = 0;
        end.Token.Register(() => cutOff = _state.Active);
        await _applications[0].StopAsync(end.Token);
        foreach (WebApplication other in _applications.Skip(1))
        {
            await other.StopAsync(CancellationToken.None);
        }

        return cutOff;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (WebApplication application in _applications)
        {
            await application.DisposeAsync();
        }

        _socket?.Dispose();
        _certificate?.Dispose();
    }

    private async Task StartProxyAsync(
        ProxyPlan plan, Action<HelpLightningProxyOptions, IReadOnlyDictionary<int, string>> configure, ILoggerProvider log,
        CancellationToken cancellationToken)
    {
        WebApplicationBuilder builder = Builder(log, plan.Drain);

        // Which port a free one turned out to be is known only when it is listened at, which is before the first request is.
        Dictionary<int, string> profiles = [];
        builder.Services.AddHelpLightningProxy(options => configure(options, profiles));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.PrepareForHelpLightningProxy();
            foreach (ListenAddress address in plan.Addresses)
            {
                kestrel.Listen(address.EndPoint, Secure);
            }

            if (_socket is not null)
            {
                kestrel.ListenUnixSocket(_socket.BirthPath);
            }

            for (int i = 0; i < plan.Descriptors; i++)
            {
                kestrel.ListenHandle(FirstDescriptor + (ulong)i);
            }
        });
        WebApplication application = builder.Build();
        _applications.Add(application);
        TaskCompletionSource<HelpLightningProxy> made = new(TaskCreationOptions.RunContinuationsAsynchronously);
        application.Run(context =>
            made.Task.IsCompletedSuccessfully ? made.Task.Result.HandleAsync(context) : WaitAsync(made.Task, context));
        await StartAsync(application, cancellationToken);
        string[] listening = [.. application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses];
        foreach ((ListenAddress address, string listened) in plan.Addresses.Zip(listening))
        {
            if (address.Profile is { } profile)
            {
                profiles[new Uri(listened).Port] = profile;
            }
        }

        made.SetResult(application.Services.GetRequiredService<HelpLightningProxy>());
        if (_socket is not null && !OperatingSystem.IsWindows())
        {
            _socket.Open();
        }

        // The socket is listed by the name that it was made under; those of systemd come last.
        Addresses =
        [
            .. listening.Take(plan.Addresses.Count),
            .. plan.Socket is { } socket ? (string[])[$"unix:{socket}"] : [],
            .. listening.TakeLast(plan.Descriptors).Select(static a => a.Replace("http://unix:", "unix:", StringComparison.Ordinal)),
        ];
    }

    private async Task StartOperationsAsync(IPEndPoint endPoint, ILoggerProvider log, CancellationToken cancellationToken)
    {
        WebApplicationBuilder builder = Builder(log, TimeSpan.FromSeconds(1));
        builder.Services.AddRoutingCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(endPoint);
        });
        WebApplication application = builder.Build();
        _applications.Add(application);
        application.UseRouting();
        application.MapHelpLightningProxyOperations();
        await StartAsync(application, cancellationToken);
        OperationsAddress = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
    }

    private WebApplicationBuilder Builder(ILoggerProvider log, TimeSpan timeToStop)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders().AddProvider(log);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = timeToStop);
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.AddSingleton(_state);
        builder.WebHost.UseKestrelCore();
        if (_certificate is not null)
        {
            builder.WebHost.UseKestrelHttpsConfiguration();
        }

        return builder;
    }

    private static async Task WaitAsync(Task<HelpLightningProxy> making, HttpContext context) => await (await making).HandleAsync(context);

    private void Secure(ListenOptions listen)
    {
        if (_certificate is not null)
        {
            listen.UseHttps(_certificate);
        }
    }

    private static async Task StartAsync(WebApplication application, CancellationToken cancellationToken)
    {
        try
        {
            await application.StartAsync(cancellationToken);
        }
        catch (Exception e) when (e is IOException or SocketException or AddressInUseException or UnauthorizedAccessException)
        {
            throw CommandException.Configuration(
                $"The proxy cannot listen: {e.Message.TrimEnd('.')}. Choose another address; port 0 takes a free one.");
        }
    }

    private static X509Certificate2 ReadCertificate(string certificate, string key)
    {
        try
        {
            return X509Certificate2.CreateFromPemFile(certificate, key);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw CommandException.Configuration(
                $"The certificate {certificate} cannot be used with the key {key}: both have to be PEM files that you may read, and to "
                + "belong together.");
        }
    }
}
