using System.Security.Cryptography;
using HelpLightning.PartnerKeys;
using HelpLightning.Sandbox.Authentication;
using HelpLightning.Sandbox.Links;
using HelpLightning.Sandbox.Time;
using HelpLightning.Sandbox.Users;

namespace HelpLightning.Sandbox.Page;

/// <summary>What the forms of the page do. Each answers with what there is to say about it.</summary>
internal sealed class PageActions(PageContext page, PageSources sources)
{
    private const int KeySizeInBits = 2048;

    /// <summary>Bytes or characters; a public key has less than one thousand.</summary>
    private const int LargestKey = 64 * 1024;

    private const int LargestScenario = 200 * 1024;

    public string AddApiKey(PageForm form)
    {
        ApiKeyRow key = sources.ApiKeys.Add(form.Required("description", "What the key is for"));
        return $"API key for “{key.Description}” created: {key.Value}";
    }

    public string RevokeApiKey(PageForm form) => sources.ApiKeys.Revoke(form.Id)
        ? "API key revoked. Calls that carry it are refused from now on."
        : throw new FormatException("This API key was revoked before.");

    /// <summary>Makes a pair, registers the public half and gives the private one away.</summary>
    /// <returns>The private half as PEM, in ASCII.</returns>
    public (byte[] Pem, long Site) CreatePartnerKey(PageForm form)
    {
        long site = RequireReplaceable(form);
        using RSA rsa = RSA.Create(KeySizeInBits);
        PartnerPublicKey key = PartnerPublicKey.FromText(rsa.ExportSubjectPublicKeyInfoPem());
        sources.PartnerKeys.Register(site, key);
        page.RememberMadeHere(key.Thumbprint);
        return (System.Text.Encoding.ASCII.GetBytes(rsa.ExportPkcs8PrivateKeyPem() + "\n"), site);
    }

    public async Task<string> UploadPartnerKeyAsync(PageForm form)
    {
        string pem = await form.FileAsync("file", LargestKey).ConfigureAwait(false) ?? form.Required("pem", "The public key", LargestKey);
        PartnerPublicKey key = PartnerPublicKey.FromText(pem);
        if (sources.PartnerKeys.Active(form.Number("site"))?.Key.Thumbprint == key.Thumbprint)
        {
            return $"This key is in use already: thumbprint {key.Thumbprint}.";
        }

        sources.PartnerKeys.Register(RequireReplaceable(form), key);
        return $"Partner key registered: thumbprint {key.Thumbprint}.";
    }

    public string AddWebhook(PageForm form)
    {
        SandboxWebhook webhook = new()
        {
            PayloadUrl = Uri.TryCreate(form.Required("url", "The payload URL", 2000), UriKind.Absolute, out Uri? url)
                ? url
                : throw new FormatException(
                    "The payload URL is no whole address, such as https://example.com/hook or http://127.0.0.1:9000/hook."),
            EventType = form.Text("type") == "session" ? SandboxEventType.Session : SandboxEventType.Call,
            Secret = form.Has("secret") ? form.Text("secret") : null,
        };
        sources.Webhooks.Add(webhook);
        return $"Webhook added: {webhook}.";
    }

    public async Task<string> DeleteWebhookAsync(PageForm form) => await sources.Dispatcher.RemoveAsync(form.Id).ConfigureAwait(false)
        ? "Webhook deleted, with its deliveries."
        : throw new FormatException("This webhook is gone already.");

    public string Redeliver(PageForm form) => sources.Dispatcher.Redeliver(form.Id) is { } id
        ? $"The event is on its way again, as delivery {id}."
        : throw new FormatException("This delivery is gone.");

    public string StartCall(PageForm form)
    {
        SandboxCall call = sources.Calls.Start(Person(form, "dialer", "Who calls"), Person(form, "receiver", "Who is called"));
        return $"Call started: {call.CallId}.";
    }

    public string MakeLink(PageForm form)
    {
        string who = Person(form, "user", "To whom");
        return sources.Database.Write(db =>
        {
            long user = PersonReference.Require(db, page.Site, who);
            (string link, _) = LinkMaker.Create(db, user, LinkKind.OneTime, form.Host, VendorTime.Now(sources.Clock));
            return $"One-time link to {db.FindText("SELECT name FROM users WHERE id = ?1", user)}: {link}";
        });
    }

    public string ClearLog(PageForm form)
    {
        sources.Requests.Clear();
        return "The requests so far are forgotten.";
    }

    /// <summary>An id or an address is somebody with an account; anything else is the name of a guest.</summary>
    public string JoinCall(PageForm form)
    {
        string who = form.Required("who", "Who joins");
        if (who.Contains('@') || who.All(char.IsAsciiDigit))
        {
            sources.Calls.Join(form.CallId, who);
        }
        else
        {
            sources.Calls.JoinAsGuest(form.CallId, who);
        }

        return $"{who} is in the call.";
    }

    public string LeaveCall(PageForm form)
    {
        sources.Calls.Leave(form.CallId, form.Required("user", "Who leaves"));
        return "Out of the call. The last but one to leave ends it.";
    }

    public string Attach(PageForm form, SandboxAttachmentKind kind) =>
        $"Attachment {sources.Calls.Attach(form.CallId, kind)} added.";

    public string TagCall(PageForm form)
    {
        string tag = form.Required("tag", "The tag");
        sources.Calls.Tag(form.CallId, tag);
        return $"Call tagged “{tag}”.";
    }

    public string EndCall(PageForm form)
    {
        sources.Calls.End(form.CallId);
        return "Call ended.";
    }

    public string AdvanceClock(PageForm form)
    {
        string text = form.Required("by", "The time to advance by", 40);
        if (!DurationText.TryParse(text, out TimeSpan by))
        {
            throw new FormatException($"“{text}” is no time: write 90s, 5m, 2h or 30d, with a minus to go back.");
        }

        try
        {
            sources.Clock.Advance(by);
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new FormatException("That would be more than a hundred years away from this machine's clock.");
        }

        return $"The clock was moved by {DurationText.Format(by)}.";
    }

    public string FreezeClock(PageForm form)
    {
        sources.Clock.Freeze();
        return "The clock stands still.";
    }

    public string UnfreezeClock(PageForm form)
    {
        sources.Clock.Unfreeze();
        return "The clock runs on from where it stood.";
    }

    public string ResetClock(PageForm form)
    {
        sources.Clock.Reset();
        return "The clock is back to where the sandbox started it.";
    }

    public string AddFault(PageForm form)
    {
        SandboxFault fault = SandboxFault.Parse(form.Required("fault", "The fault", 1000));
        sources.Faults.Add(fault);
        return $"Fault added: {fault}";
    }

    public string RemoveFault(PageForm form) => sources.Faults.Remove(form.Id)
        ? "Fault removed."
        : throw new FormatException("This fault is gone already.");

    public string ClearFaults(PageForm form)
    {
        sources.Faults.Clear();
        return "All faults cleared.";
    }

    public async Task<string> LoadScenarioAsync(PageForm form)
    {
        string json = await form.FileAsync("file", LargestScenario).ConfigureAwait(false)
            ?? form.Required("json", "The scenario", LargestScenario);
        await sources.State.LoadAsync(json, form.Gone).ConfigureAwait(false);
        return "Scenario loaded.";
    }

    public async Task<string> ResetAsync(PageForm form)
    {
        if (!form.Has("reset"))
        {
            throw new FieldException("reset", "Tick “Throw away what was changed” if the sandbox may start over.");
        }

        await sources.State.ResetAsync(form.Gone).ConfigureAwait(false);
        return "The sandbox has started over.";
    }

    /// <summary>An id or address that somebody here has.</summary>
    private string Person(PageForm form, string field, string label)
    {
        string who = form.Required(field, label);
        return sources.Database.Read(db => PersonReference.Find(db, page.Site, who)) is null
            ? throw new FieldException(field, $"Nobody here is “{who}”: give an id or an e-mail address.")
            : who;
    }

    private long RequireReplaceable(PageForm form)
    {
        long site = form.Number("site");
        return sources.PartnerKeys.Active(site) is null || form.Has("replace")
            ? site
            : throw new FieldException(
                "replace", $"Site {site} has a partner key in use. Tick “Replace the key in use” if its tokens may die at once.");
    }
}
