using System.Text;

namespace HelpLightning.Client.Tests;

/// <summary>Bytes to answer with, and what to do afterwards.</summary>
/// <param name="Bytes">What is sent.</param>
/// <param name="ThenHang">Keeps the connection open and silent until the client hangs up.</param>
/// <param name="ThenReset">Ends the connection with a reset rather than a proper close.</param>
/// <param name="ThenKeep">Takes another request on the same connection.</param>
/// <param name="Write">Sends more, after the bytes.</param>
internal sealed record Reply(
    byte[] Bytes, bool ThenHang = false, bool ThenReset = false, bool ThenKeep = false, Func<Stream, CancellationToken, Task>? Write = null)
{
    public static Reply Json(string body, int status = 200, string headers = "") => Of(status, body, "Content-Type: application/json\r\n" + headers);

    public static Reply Of(int status, string body, string headers = "") =>
        Raw($"HTTP/1.1 {status} X\r\nConnection: close\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n{headers}\r\n{body}");

    public static Reply Raw(string text, bool thenHang = false, bool thenReset = false) => new(Encoding.UTF8.GetBytes(text), thenHang, thenReset);

    /// <summary>JSON on a connection that stays open for the next request.</summary>
    public static Reply Kept(string body, int status = 200) =>
        new(Encoding.UTF8.GetBytes($"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}"), ThenKeep: true);

    /// <summary>A head, then a body of bytes.</summary>
    public static Reply Bytes200(byte[] body, string headers = "") =>
        new([.. Encoding.ASCII.GetBytes($"HTTP/1.1 200 X\r\nConnection: close\r\nContent-Length: {body.Length}\r\n{headers}\r\n"), .. body]);
}
