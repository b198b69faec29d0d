using System.Security.Cryptography;
using HelpLightning.Sandbox.Attachments;
using HelpLightning.Sandbox.Authentication;
using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Errors;
using HelpLightning.Sandbox.Reports;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace HelpLightning.Sandbox.Files;

/// <summary>
/// Files behind signed addresses. The signature is all they need: the vendor's headers are neither wanted nor refused.
/// Ranges
/// are answered, also those that are only wanted of the same file (If-Range).
/// </summary>
internal sealed class FileEndpoints(SandboxDatabase database, SignedAddresses addresses, ReportJobs reports)
{
    private static readonly string[] Methods = ["GET", "HEAD"];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/files/attachments/{uuid}/{name}", Methods, context => SendAsync(context, Attachment));
        routes.MapMethods("/files/thumbnails/{uuid}", Methods, context => SendAsync(context, Thumbnail));
        routes.MapMethods("/files/reports/{uuid}/{name}", Methods, context => SendAsync(context, Report));
    }

    private async Task SendAsync(HttpContext context, Func<string, (byte[] Content, string Type, string Name)> open)
    {
        addresses.Require(context.Request);
        (byte[] content, string type, string name) = open((string)context.Request.RouteValues["uuid"]!);
        EntityTagHeaderValue tag = new($"\"{Convert.ToHexStringLower(SHA256.HashData(content)[..16])}\"");
        await TypedResults.Bytes(content, type, name, enableRangeProcessing: true, entityTag: tag).ExecuteAsync(context)
            .ConfigureAwait(false);
    }

    private (byte[] Content, string Type, string Name) Attachment(string uuid)
    {
        (long id, SandboxAttachmentKind kind, string name, int size, string type) = Find(uuid);
        return (AttachmentContent.Make(kind, type, id, size), type, name.Length == 0 ? "file" : name);
    }

    private (byte[] Content, string Type, string Name) Thumbnail(string uuid) =>
        (AttachmentContent.Thumbnail(Find(uuid).Id), "image/jpeg", "thumbnail.jpg");

    private (byte[] Content, string Type, string Name) Report(string uuid) =>
        (reports.Content(uuid), "application/zip", $"call-report-{uuid}.zip");

    private (long Id, SandboxAttachmentKind Kind, string Name, int Size, string Type) Find(string uuid) => database.Read(db =>
    {
        using Rows rows = db.Query("SELECT id, kind, name, size, mime_type FROM attachments WHERE uuid = ?1 AND gone = 0", uuid);
        return rows.Next()
            ? (rows.Number(0), Enum.Parse<SandboxAttachmentKind>(rows.Text(1)), rows.Text(2), (int)rows.Number(3), rows.Text(4))
            : throw SandboxException.NotFound("This file is gone.");
    });
}
