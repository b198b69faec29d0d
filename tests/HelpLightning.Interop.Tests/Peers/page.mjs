// Uses the Developer page in one Chromium. Each line of standard input is a scenario with the sandbox it is for:
// {scenario, url, apiKey, keyFile, siteId}. Each is answered with a line of JSON: "ok", or what went wrong.
import { createRequire } from 'node:module';
import { createServer } from 'node:http';
import { readFileSync, mkdtempSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import assert from 'node:assert/strict';

const require = createRequire(process.env.PEERS_NODE_FOLDER + '/');
const { chromium } = require('playwright-core');
const { SignJWT, importPKCS8 } = require('jose');
const home = mkdtempSync(join(tmpdir(), 'hl-page-'));
let settings;
let loud;

async function patientContext(options = {}) {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(60_000);
  return context;
}

async function open(options = {}) {
  const context = await patientContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  page.on('console', message => { if (message.type() !== 'debug') loud.push(`${message.type()}: ${message.text()}`); });
  page.on('pageerror', error => loud.push(`error: ${error.message}`));
  page.on('requestfailed', request => { if (!isPollCutShort(request)) loud.push(`failed: ${request.url()}`); });
  page.on('dialog', dialog => { loud.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on('request', request => { if (!request.url().startsWith(settings.url) && !request.url().startsWith('blob:')) loud.push(`elsewhere: ${request.url()}`); });
  await page.goto(settings.url);
  return page;
}

// A page that is left or loaded anew may have been asking what is new.
const isPollCutShort = request => request.url().includes('/_sandbox/page/live') && request.failure()?.errorText === 'net::ERR_ABORTED';

async function sign(pem) {
  return new SignJWT({}).setProtectedHeader({ alg: 'RS256', typ: 'JWT' }).setIssuer('Ghazal').setAudience('Ghazal')
    .setSubject(`Partner:${settings.siteId}`).setExpirationTime('60s').sign(await importPKCS8(pem, 'RS256'));
}

async function call(path, { apiKey = settings.apiKey, pem = readFileSync(settings.keyFile, 'utf8') } = {}) {
  return fetch(settings.url + path, { headers: { 'x-helplightning-api-key': apiKey, Authorization: await sign(pem) } });
}

async function receiver() {
  const received = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', data => { body += data; });
    request.on('end', () => { received.push({ body, signature: request.headers['x-helplightning-signature'] }); response.end('{"ok":true}'); });
  });
  await new Promise(done => server.listen(0, '127.0.0.1', done));
  return { server, received, url: `http://127.0.0.1:${server.address().port}/hook` };
}

const card = (page, name) => page.getByRole('region', { name, exact: true });
const unfold = (page, name, form) => card(page, name).locator('summary', { hasText: form }).click();
const isFolded = async (page, name, form) => !(await card(page, name).locator('details.fold', { has: page.locator('summary', { hasText: form }) }).evaluate(d => d.open));

async function startCall(page) {
  if (await isFolded(page, 'Calls', 'Start a call')) await unfold(page, 'Calls', 'Start a call');
  await card(page, 'Calls').getByRole('button', { name: 'Start call' }).click();
}

/** A window that is scrolled far down shows what it showed. */
async function keepsItsPlace(page, work) {
  const before = await page.evaluate(() => scrollY);
  await work();
  assert.equal(await page.evaluate(() => scrollY), before, 'the page jumped');
}

const scenarios = {
  async loads_quietly() {
    const page = await open();
    assert.match(await page.title(), /54344/);
    await page.getByRole('heading', { level: 1, name: 'Developer page' }).waitFor();
    for (const name of ['API keys', 'Partner keys', 'Clock', 'Faults', 'Requests', 'Calls', 'People', 'Webhooks', 'Data']) await card(page, name).waitFor();
    assert.equal(await page.locator('button.primary:visible').count(), 1);
    assert.equal(await page.locator('details.fold[open]').count(), 0);
    await page.getByText('Following').waitFor();
  },

  async api_key_is_created_used_and_revoked() {
    const page = await open();
    const keys = card(page, 'API keys');
    await unfold(page, 'API keys', 'Create an API key');
    await keys.getByLabel('What the key is for').fill('Nightly export');
    await keys.getByRole('button', { name: 'Create API key' }).click();
    await keys.getByText('Show key Nightly export').click();
    const key = await keys.locator('details[open] code').innerText();
    assert.equal((await call('/api/v1r1/enterprise/users', { apiKey: key })).status, 200);
    await keys.getByRole('button', { name: 'Revoke Nightly export' }).click();
    await keys.getByText('revoked', { exact: true }).waitFor();
    assert.equal((await call('/api/v1r1/enterprise/users', { apiKey: key })).status, 403);
  },

  async partner_key_is_created_and_kills_the_old_one() {
    const page = await open();
    const keys = card(page, 'Partner keys');
    assert.equal((await call('/api/v1r1/enterprise/users')).status, 200);
    await unfold(page, 'Partner keys', 'Create a pair here');
    const consent = keys.locator('form.download').getByRole('checkbox');
    await keepsItsPlace(page, async () => {
      await keys.getByRole('button', { name: 'Create and download' }).click();
      await keys.locator('#create-replace-error', { hasText: 'Replace the key in use' }).waitFor();
    });
    assert.equal(await consent.getAttribute('aria-invalid'), 'true');
    assert.equal(await consent.evaluate(box => box === document.activeElement), true);
    assert.equal(await page.getByRole('status').locator('.toast').count(), 0);
    await consent.check();
    const coming = page.waitForEvent('download');
    await keys.getByRole('button', { name: 'Create and download' }).click();
    const download = await coming;
    await page.getByRole('status').getByText('chmod 600 ~/Downloads/HelpLightningKey.pem').waitFor();
    await card(page, 'Developer page').getByText('hl users list -k ~/Downloads/HelpLightningKey.pem').waitFor();
    assert.equal(download.suggestedFilename(), 'HelpLightningKey.pem');
    const pem = readFileSync(await download.path(), 'utf8');
    assert.match(pem, /^-----BEGIN PRIVATE KEY-----/);
    assert.equal((await call('/api/v1r1/enterprise/users', { pem })).status, 200);
    assert.equal((await call('/api/v1r1/enterprise/users')).status, 401);
    assert.doesNotMatch(await page.content(), /BEGIN PRIVATE KEY/);
    // By its badge: 401 may stand in any row's port, expiry or milliseconds.
    const row = page.locator('.request', { has: page.locator('.badge', { hasText: '401' }) }).filter({ hasText: '/api/v1r1/enterprise/users' });
    await row.locator('summary').click();
    await row.getByText('"sub": "Partner:54344"').waitFor();
    await row.getByText('$(hl token)').waitFor();
    await row.getByText('await foreach (User item in client.Users.ListAsync())').waitFor();
    await row.locator('dt', { hasText: 'Refused' }).waitFor();
    await row.getByText('"code": 1042').waitFor();
  },

  async call_is_started_and_seen() {
    const page = await open();
    await startCall(page);
    const calls = card(page, 'Calls');
    await calls.getByText('What happens in it').click();
    await keepsItsPlace(page, async () => {
      await calls.getByRole('button', { name: /^Add recording/ }).click();
      await page.getByRole('status').getByText(/^Attachment .* added/).waitFor();
    });
    const toast = page.locator('.toast', { hasText: /^Attachment/ });
    assert.ok(await toast.evaluate(t => { const at = t.getBoundingClientRect(); return at.top >= 0 && at.bottom <= innerHeight; }), 'the toast is out of sight');
    await toast.getByRole('button', { name: 'Dismiss' }).click();
    assert.equal(await toast.count(), 0);
    await calls.getByPlaceholder('e-mail, id or a name').fill('nobody@example.com');
    await calls.getByRole('button', { name: 'Join' }).click();
    await calls.locator('.error', { hasText: 'nobody@example.com' }).waitFor();
    await calls.getByPlaceholder('e-mail, id or a name').fill('Kim');
    await calls.getByRole('button', { name: 'Join' }).click();
    await calls.getByText(/, Kim/).first().waitFor();
    const id = (await calls.locator('.list .hint').first().innerText()).split(',')[0];
    const answer = await call(`/api/v1/enterprise/calls/${id}`);
    assert.equal(answer.status, 200);
    const detail = await answer.json();
    assert.equal(detail.call.participants.length, 3);
    await page.locator('.request', { hasText: id }).locator('.badge', { hasText: '200' }).waitFor();
    await calls.getByRole('button', { name: /^End call/ }).click();
    await calls.getByText('No call is running.').waitFor();
  },

  async webhook_is_delivered_and_redelivered() {
    const page = await open();
    const hook = await receiver();
    try {
      const webhooks = card(page, 'Webhooks');
      await unfold(page, 'Webhooks', 'Add a webhook');
      await webhooks.getByLabel('Payload URL').fill(hook.url);
      await webhooks.getByLabel('Secret (optional)').fill('s3cret');
      await webhooks.getByRole('button', { name: 'Add webhook' }).click();
      await webhooks.getByText('call events, signed').waitFor();
      await startCall(page);
      const started = webhooks.locator('.delivery', { hasText: 'started' });
      await started.getByText('delivered', { exact: true }).first().waitFor();
      await started.locator('summary').click();
      await started.getByRole('button', { name: 'Redeliver' }).click();
      await webhooks.locator('.delivery', { hasText: 'again' }).getByText('delivered', { exact: true }).first().waitFor();
      const twice = hook.received.filter(r => JSON.parse(r.body).category === 'started');
      assert.equal(twice.length, 2);
      assert.deepEqual(twice[0], twice[1]);
      assert.match(twice[0].signature, /^sha256=[0-9a-f]{64}$/);
    } finally {
      hook.server.close();
    }
  },

  async fits_every_width_in_light_and_dark() {
    const grounds = new Set();
    await call('/api/v1r1/enterprise/users?filter=name~=' + 'a'.repeat(300));
    for (const colorScheme of ['light', 'dark']) {
      for (const width of [375, 768, 1440]) {
        const page = await open({ viewport: { width, height: 800 }, colorScheme });
        if (width === 375 && colorScheme === 'light') await startCall(page);
        await card(page, 'Calls').getByRole('button', { name: /^End call/ }).waitFor();
        await page.locator('.request summary').first().click();
        const scroll = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(scroll <= width, `${scroll} px wide in a window of ${width}`);
        grounds.add(await page.evaluate(() => getComputedStyle(document.body).backgroundColor));
        await page.close();
      }
    }
    assert.equal(grounds.size, 2);
  },

  async keyboard_is_enough() {
    const page = await open();
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Skip to the content');
    await page.keyboard.press('Enter');
    const walk = async wanted => {
      for (let i = 0; i < 80; i++) {
        await page.keyboard.press('Tab');
        const found = await page.evaluate(() => {
          const at = document.activeElement;
          const style = getComputedStyle(at);
          return { name: at.id || at.textContent.trim(), outline: at === document.body ? 'none' : style.outlineStyle };
        });
        assert.notEqual(found.outline, 'none', `the focus on ${found.name} cannot be seen`);
        if (found.name === wanted || found.name.startsWith(wanted)) return;
      }
      assert.fail(`${wanted} cannot be reached by Tab`);
    };
    await walk('Create an API key');
    await page.keyboard.press('Enter');
    await walk('api-key-description');
    await page.keyboard.type('By keyboard');
    await page.keyboard.press('Enter');
    await page.getByRole('status').getByText('By keyboard').waitFor();
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('.toast').count(), 0);
    await walk('Move the clock');
    await page.keyboard.press('Enter');
    await walk('Advance');
    await page.keyboard.press('Enter');
    await page.getByRole('status').getByText('moved by 1h').waitFor();
    await call('/api/v1r1/enterprise/users');
    await page.locator('.request').first().waitFor();
    const time = await page.locator('.request time').first().innerText();
    await walk(time);
    await page.keyboard.press('Enter');
    await page.locator('.request[open]').waitFor();
    await walk('Start a call');
    await page.keyboard.press('Space');
    await walk('call-receiver');
    await walk('Start call');
    await page.keyboard.press('Space');
    await page.getByRole('status').getByText('Call started').waitFor();
  },

  axe_finds_nothing_in_light: () => axeFindsNothing('light', 375),

  axe_finds_nothing_in_dark: () => axeFindsNothing('dark', 1440),

  async another_page_cannot_use_it() {
    const page = await open();
    const html = `<!doctype html><form method="post" action="${settings.url}/_sandbox/page/api-keys"><input name="description" value="stolen"></form>
      <script>document.forms[0].submit()</script>`;
    const evil = createServer((_, response) => response.setHeader('Content-Type', 'text/html').end(html));
    await new Promise(done => evil.listen(0, '127.0.0.1', done));
    try {
      const context = await patientContext();
      const other = await context.newPage();
      const refused = other.waitForResponse(r => r.url().endsWith('/_sandbox/page/api-keys'));
      await other.goto(`http://127.0.0.1:${evil.address().port}/`).catch(() => {});
      const answer = await refused;
      assert.equal(answer.status(), 403);
      assert.match(await answer.text(), /another site/);
      const framed = await context.newPage();
      await framed.setContent(`<iframe src="${settings.url}/"></iframe>`);
      await framed.frames()[1]?.waitForLoadState();
      assert.equal(await framed.frames()[1].getByText('Developer page').count(), 0);
    } finally {
      evil.close();
    }
    await page.reload();
    assert.equal(await page.getByText('stolen').count(), 0);
  },

  async names_stay_text() {
    const page = await open();
    const hostile = '<img src=x onerror=alert(1)>';
    await startCall(page);
    await card(page, 'Calls').getByText('What happens in it').click();
    await card(page, 'Calls').getByPlaceholder('e-mail, id or a name').fill(hostile);
    await card(page, 'Calls').getByRole('button', { name: 'Join' }).click();
    await card(page, 'Calls').locator('strong', { hasText: hostile }).waitFor();
    await fetch(`${settings.url}/api/${encodeURIComponent(hostile)}`);
    await page.locator('.request .path', { hasText: hostile }).waitFor();
    assert.equal(await page.locator('main img').count(), 0);
  },

  async works_without_javascript() {
    const page = await open({ javaScriptEnabled: false });
    await unfold(page, 'API keys', 'Create an API key');
    await page.getByLabel('What the key is for').fill('Plain form');
    await page.getByRole('button', { name: 'Create API key' }).click();
    await page.getByText('API key for “Plain form” created').waitFor();
    await startCall(page);
    await page.getByRole('button', { name: /^End call/ }).waitFor();
    assert.ok(page.url().endsWith('#calls'));
    await page.getByRole('link', { name: 'Dismiss' }).click();
    assert.equal(await page.locator('.toast').count(), 0);
    await unfold(page, 'Faults', 'Add a fault');
    await page.getByLabel('Fault', { exact: true }).fill('explode');
    await page.getByRole('button', { name: 'Add fault' }).click();
    await page.locator('#fault-text-error', { hasText: 'explode' }).waitFor();
    await call('/api/v1r1/enterprise/users?nonsense=1');
    await page.locator('#log-status').selectOption('4xx');
    await page.getByRole('button', { name: 'Filter' }).click();
    await page.locator('.request .verdict', { hasText: "Unknown parameter 'nonsense'" }).waitFor();
    assert.equal(await page.locator('.request .badge', { hasText: '200' }).count(), 0);
    await page.locator('#people-search').fill('ann@example');
    await page.getByRole('button', { name: 'Search' }).click();
    await page.locator('.people tbody tr').getByText('Ann Field').waitFor();
    assert.equal(await page.locator('.people tbody tr').count(), 1);
  },

  async log_is_filtered_and_cleared() {
    const page = await open();
    await call('/api/v1r1/enterprise/users/4711000');
    await call('/api/v1r1/enterprise/users');
    await page.locator('.request').nth(1).waitFor();
    await page.getByLabel('Status', { exact: true }).selectOption('4xx');
    await page.locator('.request .badge', { hasText: '200' }).waitFor({ state: 'detached' });
    await page.locator('.request .verdict', { hasText: 'There is no user 4711000' }).waitFor();
    // What comes while the filter is set keeps to it.
    await call('/api/v1r1/enterprise/users');
    await call('/api/v1r1/enterprise/users?nonsense=1');
    await page.locator('.request').nth(1).waitFor();
    assert.equal(await page.locator('.request .badge', { hasText: '200' }).count(), 0);
    await page.getByLabel('Verdict', { exact: true }).fill('NONSENSE');
    await page.locator('.request').nth(1).waitFor({ state: 'detached' });
    await page.getByLabel('Method or path').fill('POST');
    await page.getByText('No request is like that.').waitFor();
    await page.getByLabel('Method or path').fill('');
    await page.locator('.request').waitFor();
    await page.getByRole('button', { name: 'Clear the requests' }).click();
    await page.locator('.request').waitFor({ state: 'detached' });
    await call('/api/v1r1/enterprise/users?nonsense=2');
    await page.locator('.request').waitFor();
  },

  async people_are_found() {
    const page = await open();
    const people = card(page, 'People');
    assert.equal(await people.locator('tbody tr').count(), 25);
    await people.getByLabel('Name or e-mail').fill('ann@example');
    await people.locator('tbody tr').nth(1).waitFor({ state: 'detached' });
    await people.getByText('Ann Field').waitFor();
    await people.getByLabel('Name or e-mail').fill('<b>nobody');
    await people.getByText('Nobody here has “<b>nobody” in their name').waitFor();
  },

  async guest_joins_by_a_one_time_link() {
    const page = await open();
    const calls = card(page, 'Calls');
    await unfold(page, 'Calls', 'Make a one-time link');
    await calls.getByLabel('To whom').fill('ann@example.com');
    await calls.getByRole('button', { name: 'Make link' }).click();
    const link = calls.getByRole('link', { name: /\/meet\/link\// });
    const address = await link.getAttribute('href');
    const opening = page.context().waitForEvent('page');
    await link.click();
    const guest = await opening;
    await guest.getByRole('heading', { name: 'Ann Field invites you to a call' }).waitFor();
    await axeOn(guest);
    await guest.getByLabel('Your name').fill('Kim at the gate');
    await guest.getByRole('button', { name: 'Join' }).click();
    await guest.getByRole('heading', { name: 'You are in the call' }).waitFor();
    await axeOn(guest);
    await calls.locator('strong', { hasText: 'Ann Field, Kim at the gate' }).waitFor();
    assert.equal(await link.count(), 0);
    assert.equal((await fetch(address)).status, 404);
    await guest.getByRole('button', { name: 'Leave the call' }).click();
    await guest.getByRole('heading', { name: 'You are out of the call' }).waitFor();
    await calls.getByText('No call is running.').waitFor();
  },

  async follows_another_run_of_the_sandbox() {
    const page = await open();
    await page.evaluate(() => { rows.dataset.run = 'another run'; window.isOld = true; });
    await page.waitForFunction(() => !window.isOld);
    await page.getByText('Following').waitFor();
  },
};

async function axeFindsNothing(colorScheme, width) {
  // Axe sees the colours of this very moment, and a new row's fade.
  const page = await open({ colorScheme, reducedMotion: 'reduce' });
  const hook = await receiver();
  await unfold(page, 'Webhooks', 'Add a webhook');
  await card(page, 'Webhooks').getByLabel('Payload URL').fill(hook.url);
  await card(page, 'Webhooks').getByRole('button', { name: 'Add webhook' }).click();
  await unfold(page, 'Faults', 'Add a fault');
  await card(page, 'Faults').getByLabel('Fault', { exact: true }).fill('explode');
  await card(page, 'Faults').getByRole('button', { name: 'Add fault' }).click();
  await page.locator('#fault-text-error', { hasText: 'explode' }).waitFor();
  await unfold(page, 'Calls', 'Make a one-time link');
  await card(page, 'Calls').getByLabel('To whom').fill('24');
  await card(page, 'Calls').getByRole('button', { name: 'Make link' }).click();
  await page.locator('[data-part="links"] a').waitFor();
  await card(page, 'Faults').getByLabel('Fault', { exact: true }).fill('GET /api/v1r1/** 503 next=1');
  await card(page, 'Faults').getByRole('button', { name: 'Add fault' }).click();
  await startCall(page);
  await page.locator('.delivery').first().waitFor();
  hook.server.close();
  for (const apiKey of [settings.apiKey, settings.apiKey, 'none']) await call('/api/v1r1/enterprise/users', { apiKey });
  await page.locator('.request').nth(2).waitFor();
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.setViewportSize({ width, height: 900 });
  await page.evaluate(() => document.querySelectorAll('details').forEach(d => { d.open = true; }));
  await axeOn(page);
}

async function axeOn(page) {
  await page.evaluate(readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'));
  const result = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  const found = result.violations.map(v => `${v.id}: ${v.help}\n  ${v.nodes.map(n => n.html.slice(0, 200)).join('\n  ')}`);
  assert.equal(found.length, 0, found.join('\n'));
  assert.ok(result.passes.length > 10);
}

// Says where it is stuck, before the test that runs it loses patience.
const watch = () => setTimeout(() => {
  console.error(`stuck in ${settings.scenario}; heard so far: ${JSON.stringify(loud)}; still running: ${process.getActiveResourcesInfo().join(', ')}`);
  process.exit(2);
}, 240_000);

async function run() {
  const watchdog = watch();
  try {
    await scenarios[settings.scenario]();
    assert.deepEqual(loud, []);
    return 'ok';
  } catch (error) {
    return error.stack;
  } finally {
    // A context has cookies, storage and pages of its own, so nothing is left for the next scenario.
    await Promise.all(browser.contexts().map(context => context.close()));
    clearTimeout(watchdog);
  }
}

const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  // Chromium's own sandbox refuses to run as root, as CI does.
  args: ['--disable-dev-shm-usage', '--disable-gpu', ...(process.getuid() === 0 ? ['--no-sandbox'] : [])],
  env: { ...process.env, HOME: home },
});
try {
  for await (const line of createInterface({ input: process.stdin })) {
    settings = JSON.parse(line);
    loud = [];
    console.log(JSON.stringify(await run()));
  }
} finally {
  await browser.close();
  rmSync(home, { recursive: true, force: true });
}
