namespace HelpLightning.Client;

/// <summary>What all clients of one registration share: the connection in force, and the transports.</summary>
internal sealed class ClientCore : IDisposable
{
    private readonly IDisposable[] _owned;

    public ClientCore(
        CurrentConnection connections, ClientTelemetry telemetry, HttpMessageInvoker api, HttpMessageInvoker files,
        params IDisposable[] owned)
    {
        Connections = connections;
        Telemetry = telemetry;
        Transport = new ApiTransport(api, connections, telemetry);
        Downloads = new Downloader(files, connections);
        _owned = [connections, .. owned];
    }

    public CurrentConnection Connections { get; }

    public ClientTelemetry Telemetry { get; }

    public ApiTransport Transport { get; }

    public Downloader Downloads { get; }

    public void Dispose()
    {
        foreach (IDisposable owned in _owned)
        {
            owned.Dispose();
        }
    }
}
