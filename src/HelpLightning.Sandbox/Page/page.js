// The Developer page works without this. With it, forms leave the page where it is, and the page follows what happens.
// All HTML comes encoded from the server; nothing is put together here.
'use strict';

const POLL_MILLISECONDS = 1000;
const MOST_ROWS = 300;
const live = document.body.dataset.live;
const rows = document.getElementById('rows');
const announcer = document.getElementById('announcer');
const state = document.getElementById('log-state');
const pause = document.getElementById('pause');
const shown = new Map();
let isPolling = false;
let isPressing = false;

const lastId = () => Number(rows.querySelector('[data-id]')?.dataset.id ?? 0);
const parse = html => new DOMParser().parseFromString(html, 'text/html');
const byKey = (within, key) => key && within.querySelector(`[data-key="${CSS.escape(key)}"]`);

/** Puts new content in place; keeps what is open, and the focus. Waits while somebody types or presses a button there. */
function replace(part, fresh) {
  const html = fresh.innerHTML;
  if (isPressing || shown.get(part.dataset.part) === html) return;
  const focused = part.contains(document.activeElement) ? document.activeElement : null;
  if (focused?.matches('input, select, textarea')) return;
  const open = [...part.querySelectorAll('details[open]')].map(d => d.dataset.key);
  const key = focused?.dataset.key ?? focused?.closest('details')?.dataset.key;
  const wasSummary = focused?.matches('summary');
  part.replaceChildren(...document.importNode(fresh, true).childNodes);
  shown.set(part.dataset.part, html);
  open.forEach(k => byKey(part, k)?.setAttribute('open', ''));
  if (focused) {
    const again = byKey(part, key);
    const target = wasSummary ? again?.querySelector('summary') : again;
    (target ?? part.closest('.card')).focus({ preventScroll: true });
  }
  enableCopying(part);
}

function addRows(fresh) {
  const known = lastId();
  const arrived = [...fresh.querySelectorAll('[data-id]')].filter(r => Number(r.dataset.id) > known);
  arrived.reverse().forEach(row => {
    const own = document.importNode(row, true);
    own.classList.add('new');
    rows.prepend(own);
  });
  while (rows.children.length > MOST_ROWS) rows.lastElementChild.remove();
  if (arrived.length === 0) return;
  enableCopying(rows);
  const summary = arrived[arrived.length - 1].querySelector('summary');
  announcer.textContent = arrived.length === 1
    ? summary.textContent.replace(/\s+/g, ' ').trim()
    : `${arrived.length} new requests`;
}

function take(page) {
  page.querySelectorAll('[data-part]').forEach(fresh => {
    const part = document.querySelector(`[data-part="${fresh.dataset.part}"]`);
    if (part) replace(part, fresh);
  });
  const fresh = page.querySelector('[data-rows], #rows');
  if (fresh && !isPaused()) addRows(fresh);
}

const isPaused = () => pause.getAttribute('aria-pressed') === 'true';

async function poll() {
  if (isPolling || document.hidden) return;
  isPolling = true;
  try {
    const answer = await fetch(`${live}?after=${lastId()}`, { cache: 'no-store' });
    if (!answer.ok) throw new Error(String(answer.status));
    take(parse(await answer.text()));
    if (!isPaused()) state.textContent = 'Following';
  } catch {
    state.textContent = 'The sandbox does not answer; it may have been stopped.';
  } finally {
    isPolling = false;
  }
}

function say(text, isError) {
  const line = document.createElement('p');
  line.className = `notice ${isError ? 'bad' : 'good'}`;
  line.textContent = text;
  document.getElementById('notice').replaceChildren(line);
  if (isError) line.scrollIntoView({ block: 'nearest' });
}

async function download(answer) {
  const name = /filename="([^"]+)"/.exec(answer.headers.get('Content-Disposition') ?? '')?.[1] ?? 'HelpLightningKey.pem';
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await answer.blob());
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  say(`The private key is in your downloads as ${name}. It is not kept here and cannot be had again.`, false);
}

async function send(form, button) {
  const multipart = form.enctype === 'multipart/form-data';
  const fields = new FormData(form);
  button?.setAttribute('disabled', '');
  try {
    const answer = await fetch(form.action, { method: 'POST', body: multipart ? fields : new URLSearchParams(fields) });
    if (answer.headers.get('Content-Disposition')?.startsWith('attachment')) {
      await download(answer);
      form.reset();
    } else if (answer.ok) {
      const page = parse(await answer.text());
      const notice = page.querySelector('#notice .notice');
      const isError = notice?.classList.contains('bad') ?? false;
      say(notice?.textContent ?? 'Done.', isError);
      if (!isError && !form.classList.contains('keep')) form.reset();
      // What was typed is done with, so the field need not be kept from being replaced.
      if (!isError && form.closest('[data-part]')) button?.focus({ preventScroll: true });
      take(page);
    } else {
      const error = await answer.json().catch(() => null);
      say(error?.message ?? `The sandbox answered ${answer.status}.`, true);
    }
  } catch {
    say('The sandbox does not answer; it may have been stopped.', true);
  } finally {
    button?.removeAttribute('disabled');
    if (button?.isConnected && document.activeElement === document.body) button.focus({ preventScroll: true });
    poll();
  }
}

function enableCopying(within) {
  within.querySelectorAll('[data-copy]').forEach(button => { button.hidden = false; });
}

document.addEventListener('submit', event => {
  event.preventDefault();
  send(event.target, event.submitter);
});

document.addEventListener('click', async event => {
  const button = event.target.closest('[data-copy]');
  if (!button) return;
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    const label = button.firstChild;
    label.textContent = 'Copied';
    setTimeout(() => { label.textContent = 'Copy'; }, 1500);
  } catch {
    say('The browser does not let this page copy; select the text instead.', true);
  }
});

pause.addEventListener('click', () => {
  pause.setAttribute('aria-pressed', String(!isPaused()));
  state.textContent = isPaused() ? 'Paused' : 'Following';
  poll();
});

document.addEventListener('pointerdown', () => { isPressing = true; });
['pointerup', 'pointercancel'].forEach(end => document.addEventListener(end, () => setTimeout(() => { isPressing = false; })));

pause.hidden = false;
enableCopying(document);
if (location.search) history.replaceState(null, '', location.pathname + location.hash);
document.addEventListener('visibilitychange', poll);
setInterval(poll, POLL_MILLISECONDS);
poll();
