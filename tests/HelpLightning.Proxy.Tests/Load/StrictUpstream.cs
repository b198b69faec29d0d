using System.Net;
using HelpLightning.PartnerKeys;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HelpLightning.Proxy.Tests.Load;

/// <summary>Takes a request when its token is of a key that is accepted at the moment, and reads its body.</summary>
internal sealed class StrictUpstream : IAsyncDisposable
{
    private readonly WebApplication _application;
    private volatile PartnerTokenVerifier _verifier;
    private long _refused;

    public StrictUpstream(PartnerPublicKey key)
    {
        _verifier = Verifier(key);
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _application = builder.Build();
        _application.Run(AnswerAsync);
        _application.Start();
    }

    public Uri Address => new(_application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    public long Refused => Interlocked.Read(ref _refused);

    public TimeSpan Delay { get; set; }

    public void Accept(params PartnerPublicKey[] keys) => _verifier = Verifier(keys);

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private static PartnerTokenVerifier Verifier(params PartnerPublicKey[] keys) => new(new SiteId(54344), keys);

    private async Task AnswerAsync(HttpContext context)
    {
        bool isGood = _verifier.Verify(context.Request.Headers.Authorization.ToString()).IsValid;
        using MemoryStream body = new();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        if (!isGood || (HttpMethods.IsPost(context.Request.Method) && body.Length != 1000))
        {
            Interlocked.Increment(ref _refused);
            context.Response.StatusCode = isGood ? StatusCodes.Status400BadRequest : StatusCodes.Status401Unauthorized;
            return;
        }

        if (Delay > TimeSpan.Zero)
        {
            await Task.Delay(Delay, context.RequestAborted);
        }

        await context.Response.WriteAsync("{}", context.RequestAborted);
    }
}
