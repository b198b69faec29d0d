using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using HelpLightning.Client;
using HelpLightning.PartnerKeys;

namespace HelpLightning.Export.Tests;

/// <summary>A client whose requests are answered by words, one after another; when they are used up, well.</summary>
internal sealed class FailingSite : IDisposable
{
    private static readonly PartnerKey Key = PartnerKey.Create();

    private readonly HelpLightningClient _client;
    private readonly Answers _answers;

    /// <param name="answers"><c>ok</c>, a status, <c>429 in 5</c> (seconds), <c>mangled</c>, <c>broken</c>, <c>silent</c>, <c>refused</c>, <c>untrusted</c>.</param>
    public FailingSite(IEnumerable<string> answers)
    {
        _answers = new Answers(answers);
        _client = HelpLightningClient.Create(
            new HelpLightningOptions { ApiKey = "key", SiteId = new(54344), PartnerKey = Key, BaseAddress = new("https://site.invalid"), MaxRetries = 0 }, primaryHandler: _answers);
    }

    public int Asked => _answers.Asked;

    public Task<User> ReadAsync() => _client.Users.GetAsync(7, TestContext.Current.CancellationToken);

    public void Dispose() => _client.Dispose();

    private sealed class Answers(IEnumerable<string> words) : HttpMessageHandler
    {
        private readonly Queue<string> _words = new(words);

        public int Asked { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked++;
            string[] words = (_words.TryDequeue(out string? next) ? next : "ok").Split(' ');
            return words[0] switch
            {
                "ok" => Task.FromResult(Reply(HttpStatusCode.OK, """{"id": 7}""")),
                "mangled" => Task.FromResult(Reply(HttpStatusCode.OK, """{"id": """)),
                "broken" => throw new HttpRequestException(HttpRequestError.ResponseEnded),
                "silent" => throw new TaskCanceledException(),
                "refused" => throw new HttpRequestException(HttpRequestError.ConnectionError, inner: new SocketException((int)SocketError.ConnectionRefused)),
                "untrusted" => throw new HttpRequestException(HttpRequestError.SecureConnectionError, inner: new System.Security.Authentication.AuthenticationException()),
                _ => Task.FromResult(Refusal(words)),
            };
        }

        private static HttpResponseMessage Refusal(string[] words)
        {
            HttpResponseMessage refusal = Reply(Enum.Parse<HttpStatusCode>(words[0]), "{}");
            if (words is [_, "in", string seconds])
            {
                refusal.Headers.RetryAfter = RetryConditionHeaderValue.Parse(seconds);
            }

            return refusal;
        }

        private static HttpResponseMessage Reply(HttpStatusCode status, string json) => new(status) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
    }
}
