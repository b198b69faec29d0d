using System.Globalization;
using HelpLightning.Sandbox.Webhooks;

namespace HelpLightning.Sandbox.Page;

/// <summary>Webhooks and what became of their deliveries.</summary>
internal sealed class WebhookPart(PageContext page, DeliveryStore store, WebhookDispatcher dispatcher)
{
    private const int MostDeliveries = 20;

    public Html List()
    {
        IReadOnlyList<SandboxWebhookState> webhooks = dispatcher.List();
        return webhooks.Count == 0
            ? Html.Of($"""<p class="empty">No webhook yet. Add one, then start a call: its events are posted to you.</p>""")
            : Html.Of($"""<ul class="list">{Html.Join(webhooks.Select(Webhook))}</ul>""");
    }

    public Html AddForm(Notices.Notice? notice)
    {
        FormView form = new(page, "/webhooks", notice);
        return form.Folded("Add a webhook", Html.Of($"""
            {form.Input(
                "webhook-url", "url", "Payload URL",
                Html.Of($"""type="url" required maxlength="2000" autocomplete="off" placeholder="http://127.0.0.1:9000/hook" """),
                "https, or http to this machine. With a secret each body is signed in x-helplightning-signature.", "wide")}
            {form.Select(
                "webhook-type", "type", "Event type",
                Html.Of($"""<option value="call">call</option><option value="session">session</option>"""))}
            {form.Input(
                "webhook-secret", "secret", "Secret (optional)", Html.Of($"""maxlength="512" autocomplete="off" spellcheck="false" """))}
            <button>Add webhook</button>
            """), "form row");
    }

    private Html Webhook(SandboxWebhookState webhook)
    {
        IReadOnlyList<SandboxWebhookDelivery> deliveries = store.List(webhook.Id, MostDeliveries);
        string url = webhook.PayloadUrl.AbsoluteUri;
        string signed = webhook.HasSecret ? ", signed" : ", not signed";
        string waiting = webhook.Pending > 0 ? string.Create(CultureInfo.InvariantCulture, $", {webhook.Pending} waiting") : "";
        string problem = webhook.Problem is null ? "" : $": {webhook.Problem}";
        return Html.Of($"""
            <li><div class="item"><div class="grow"><strong class="break">{url}</strong>
            <p class="hint">{WebhookJson.Name(webhook.EventType)} events{signed}{waiting}{problem}</p></div>
            {page.Button($"/webhooks/{webhook.Id}/delete", "Delete", $"the webhook to {url}", "quiet danger")}</div>
            {(deliveries.Count == 0
                ? Html.Of($"""<p class="empty">Nothing was delivered yet.</p>""")
                : Html.Of($"""<div class="deliveries">{Html.Join(deliveries.Select(Delivery))}</div>"""))}</li>
            """);
    }

    private Html Delivery(SandboxWebhookDelivery delivery)
    {
        string state = WebhookJson.Name(delivery.State);
        string style = delivery.State switch
        {
            SandboxDeliveryState.Delivered => "good",
            SandboxDeliveryState.Failed => "bad",
            _ => "wait",
        };
        string attempts = delivery.Attempts.Count == 1
            ? "1 attempt"
            : string.Create(CultureInfo.InvariantCulture, $"{delivery.Attempts.Count} attempts");
        return Html.Of($"""
            <details class="delivery" data-key="delivery-{delivery.Id}"><summary><span class="badge {style}">{state}</span>
            <span class="grow">{delivery.Category}{(delivery.RedeliveryOf is { } first
                ? Html.Of($""" <span class="hint">again ({first})</span>""")
                : Html.Empty)}</span>
            <span class="hint">{attempts}</span> {PageContext.Time(delivery.CreatedAt, "HH:mm:ss")}</summary>
            <div class="inside">
            {Attempts(delivery)}
            {(delivery.NextAttemptAt is { } next
                ? Html.Of($"""<p class="hint">Next attempt at {PageContext.Time(next)}; advance the clock to have it now.</p>""")
                : Html.Empty)}
            <p class="hint">Event <code class="break">{delivery.EventId.ToString()}</code></p>
            <h3>Body</h3><pre class="wrap" tabindex="0" aria-label="Body of delivery {delivery.Id}">{delivery.Body}</pre>
            {page.Button(
                $"/deliveries/{delivery.Id}/redeliver", "Redeliver",
                $"{delivery.Category}, number {delivery.Id.ToString(CultureInfo.InvariantCulture)}")}
            </div></details>
            """);
    }

    private static Html Attempts(SandboxWebhookDelivery delivery) => delivery.Attempts.Count == 0
        ? Html.Of($"""<p class="hint">Not tried yet.</p>""")
        : Html.Of($"""
            <div class="scroll" tabindex="0" role="region" aria-label="Attempts of delivery {delivery.Id}"><table><thead><tr>
            <th scope="col">Attempt</th><th scope="col">Status</th><th scope="col">Took</th><th scope="col">Outcome</th></tr></thead>
            <tbody>{Html.Join(delivery.Attempts.Select(Attempt))}</tbody></table></div>
            """);

    private static Html Attempt(SandboxWebhookAttempt attempt) => Html.Of($"""
        <tr><td>{PageContext.Time(attempt.At, "HH:mm:ss")}</td><td>{attempt.Status?.ToString(CultureInfo.InvariantCulture) ?? "none"}</td>
        <td>{attempt.Duration.TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture)} ms</td>
        <td>{attempt.Error ?? "delivered"}{Html.If(
            attempt.ResponseBody.Length > 0, $"<br><code class=\"break\">{attempt.ResponseBody}</code>")}</td></tr>
        """);
}
