using System.Text;

namespace HelpLightning.Client.Tests;

/// <summary>A handler of an application: writes down all that it can see of each request, before it is sent and after, and repeats it when asked to.</summary>
internal sealed class Recorder(Recorder.Journal journal, int repeats = 0) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response = null!;
        for (int i = 0; i <= repeats; i++)
        {
            journal.Note(request);
            response = await base.SendAsync(request, cancellationToken);
            journal.Note(request);
            journal.Note(response.RequestMessage!);
        }

        return response;
    }

    internal sealed class Journal
    {
        private readonly StringBuilder _text = new();

        public int Notes { get; private set; }

        public string Text
        {
            get
            {
                lock (_text)
                {
                    return _text.ToString();
                }
            }
        }

        public void Note(HttpRequestMessage request)
        {
            lock (_text)
            {
                Notes++;
                _text.AppendLine(request.ToString());
                foreach ((string key, object? value) in request.Options)
                {
                    _text.AppendLine($"{key}={value}");
                }
            }
        }
    }
}
