using HelpLightning.Sandbox.Http;
using HelpLightning.Sandbox.Routing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace HelpLightning.Sandbox.OpenApi;

/// <summary><c>/openapi.json</c>, written when somebody asks for it.</summary>
internal sealed class OpenApiEndpoint(IReadOnlyList<ApiRoute> apiRoutes, ExpiredTokenAnswer expiredTokenAnswer)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapMethods(OwnPaths.OpenApi, ["GET"], context =>
    {
        ReadOnlyMemory<byte> document = new OpenApiDocument(apiRoutes, expiredTokenAnswer).Write(
            $"{context.Request.Scheme}://{context.Request.Host}");
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = document.Length;
        context.Response.Headers.CacheControl = "no-cache";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return context.Response.Body.WriteAsync(document, context.RequestAborted).AsTask();
    });
}
