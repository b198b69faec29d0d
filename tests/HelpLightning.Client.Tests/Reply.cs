using System.Text;

namespace HelpLightning.Client.Tests;

/// <summary>Bytes to answer with, and what to do afterwards.</summary>
internal sealed record Reply(byte[] Bytes, bool ThenHang = false, bool ThenReset = false)
{
    public static Reply Json(string body, int status = 200, string headers = "") => Of(status, body, "Content-Type: application/json\r\n" + headers);

    public static Reply Of(int status, string body, string headers = "") =>
        Raw($"HTTP/1.1 {status} X\r\nConnection: close\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n{headers}\r\n{body}");

    public static Reply Raw(string text, bool thenHang = false, bool thenReset = false) => new(Encoding.UTF8.GetBytes(text), thenHang, thenReset);
}
