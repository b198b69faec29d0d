using System.Net.Http.Headers;
using System.Text.Json;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Output;
using HelpLightning.Cli.Shapes;
using HelpLightning.Cli.Terminal;
using HelpLightning.Client;
using HelpLightning.PartnerKeys;
using HelpLightning.Sandbox;
using HelpLightning.Shell;

namespace HelpLightning.Cli.Demo;

/// <summary>The steps of the demo. Each does its work for real and says whether it went as it should.</summary>
internal sealed class DemoStory
{
    private const int PeopleShown = 5;

    private readonly Host _host;
    private readonly HelpLightningSandbox _sandbox;
    private readonly PartnerKey _key;
    private readonly PartnerKey _strangersKey;
    private bool _allWell = true;

    public DemoStory(Host host, HelpLightningSandbox sandbox, PartnerKey key, PartnerKey strangersKey)
    {
        _host = host;
        _sandbox = sandbox;
        _key = key;
        _strangersKey = strangersKey;
    }

    private string Address => _sandbox.BaseAddress.ToString().TrimEnd('/');

    /// <returns>True when every step did what it should.</returns>
    public async Task<bool> TellAsync(CancellationToken cancellation)
    {
        Heading(1, "A partner key, and a Help Lightning that knows its public half");
        Facts.Write(_host.Screen.Out, _host.Screen.OutHasColor,
            ("Key", $"RSA {_key.KeySizeInBits} bits, made just now, in memory only"),
            ("Thumbprint", _key.Thumbprint),
            ("Sandbox", $"{Address}, site {_sandbox.SiteId}, 40 made-up people"));

        Heading(2, "A token, signed for one minute");
        PartnerToken token = Sign(_key, _sandbox.SiteId, _host.Clock);
        ShowToken(token);

        Heading(3, "The call it opens: GET /api/v1r1/enterprise/users");
        await ShowPeopleAsync(cancellation);

        Heading(4, "Calls that are refused, and why");
        await ShowRefusalsAsync(token, cancellation);

        Heading(5, "The same by hand (hl is this program; README.md says how to install it)");
        ShowCommands();
        return _allWell;
    }

    private static PartnerToken Sign(PartnerKey key, SiteId site, TimeProvider clock) =>
        new PartnerTokenSigner(key, site, new PartnerTokenSignerOptions { TimeProvider = clock }).Sign();

    private void Heading(int number, string text)
    {
        if (number > 1)
        {
            _host.Screen.Out.WriteLine();
        }

        _host.Screen.Out.WriteLine(Ansi.Paint($"{number}. {text}", Ansi.Bold + Ansi.Cyan, _host.Screen.OutHasColor));
    }

    private void ShowToken(PartnerToken token)
    {
        if (UnverifiedToken.TryRead(token.Reveal(), out UnverifiedToken? content, out _))
        {
            _host.Screen.Out.WriteLine(JsonText.Indent(content.Claims));
        }
        else
        {
            _allWell = false;
        }

        TokenFrame.Write(_host.Screen, token, TimeSpan.FromSeconds(60));
    }

    private async Task ShowPeopleAsync(CancellationToken cancellation)
    {
        using HelpLightningClient client = HelpLightningClient.Create(new HelpLightningOptions
        {
            ApiKey = _sandbox.ApiKey,
            SiteId = _sandbox.SiteId,
            PartnerKey = _key,
            BaseAddress = _sandbox.BaseAddress,
            TimeProvider = _host.Clock,
        });
        List<User> people = [];
        await foreach (User user in client.Users.ListAsync(
            options: new ListOptions { Order = "name", Limit = PeopleShown }, cancellationToken: cancellation))
        {
            people.Add(user);
        }

        Report(people.Count == PeopleShown, $"200, the first {people.Count} of 40 by name");
        using RowPrinter<User> table = UserShape.Full.OpenTable("id,name,email,title", _host.Screen);
        table.PrintAll(people);
    }

    private async Task ShowRefusalsAsync(PartnerToken good, CancellationToken cancellation)
    {
        SiteId otherSite = new(_sandbox.SiteId.Value + 1);
        TimeProvider earlier = new ShiftedClock(_host.Clock, TimeSpan.FromSeconds(-72));
        await ShowRefusalAsync("an expired token", Sign(_key, _sandbox.SiteId, earlier).Reveal(),
            _sandbox.ApiKey, 400, "expired", cancellation);
        await ShowRefusalAsync("signed by another key", Sign(_strangersKey, _sandbox.SiteId, _host.Clock).Reveal(),
            _sandbox.ApiKey, 401, "another key", cancellation);
        await ShowRefusalAsync("for another site", Sign(_key, otherSite, _host.Clock).Reveal(),
            _sandbox.ApiKey, 401, "subject is site", cancellation);
        await ShowRefusalAsync("without an API key", good.Reveal(), null, 403, "API key is missing", cancellation);
    }

    private async Task ShowRefusalAsync(
        string name, string token, string? apiKey, int expectedStatus, string expectedReason, CancellationToken cancellation)
    {
        // Through a bare HttpClient: our own client would not send such a call.
        using HttpClient http = new();
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri(_sandbox.BaseAddress, "/api/v1r1/enterprise/users"));
        request.Headers.Authorization = new AuthenticationHeaderValue(token);
        if (apiKey is not null)
        {
            request.Headers.Add("x-helplightning-api-key", apiKey);
        }

        using HttpResponseMessage response = await http.SendAsync(request, cancellation);
        using JsonDocument body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(cancellation));
        int status = (int)response.StatusCode;
        string reason = body.RootElement.GetProperty("message").GetString() ?? "";
        Report(status == expectedStatus && reason.Contains(expectedReason, StringComparison.Ordinal),
            $"{name,-22} {status}  {Shorten(reason)}");
    }

    private static string Shorten(string reason)
    {
        const string Opening = "The partner token is refused: ";
        string rest = reason.StartsWith(Opening, StringComparison.Ordinal) ? reason[Opening.Length..] : reason;
        int colon = rest.IndexOf(':', StringComparison.Ordinal);
        return (colon > 0 ? rest[..colon] : rest).TrimEnd('.');
    }

    private void Report(bool isWell, string text)
    {
        _allWell &= isWell;
        string mark = isWell
            ? Ansi.Paint("✓", Ansi.Green, _host.Screen.OutHasColor)
            : Ansi.Paint("✗ not as it should be:", Ansi.Red, _host.Screen.OutHasColor);
        _host.Screen.Out.WriteLine($"{mark} {text}");
    }

    private void ShowCommands()
    {
        string prompt = Ansi.Paint("$", Ansi.Dim, _host.Screen.OutHasColor);
        foreach (string command in (ReadOnlySpan<string>)
        [
            "hl key create --out k.pem",
            "hl key public --key-file k.pem --out pub.pem",
            "hl sandbox --site-id 54344 --public-key-file pub.pem --api-key demo &",
            ShellLine.Set(("HL_API_URL", "http://127.0.0.1:8025"), ("HL_API_KEY", "demo")),
            ShellLine.Set(("HL_SITE_ID", "54344"), ("HL_PARTNER_KEY_FILE", "k.pem")),
            "hl api GET /v1r1/enterprise/users -f page_size=5",
        ])
        {
            _host.Screen.Out.WriteLine($"{prompt} {command}");
        }

        _host.Screen.Out.WriteLine($"""
            {prompt} curl -H "Authorization: $(hl token)" \
                   -H "x-helplightning-api-key: $HL_API_KEY" \
                   $HL_API_URL/api/v1r1/enterprise/users
            """);
    }
}
