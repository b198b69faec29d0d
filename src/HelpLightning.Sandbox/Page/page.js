// The Developer page works without this. With it, forms leave the page where it is, and the page follows what happens.
// All HTML comes encoded from the server; nothing is put together here.
'use strict';

const POLL_MILLISECONDS = 1000;
const MOST_ROWS = 300;
const MOST_TOASTS = 3;
const TOAST_MILLISECONDS = 12_000;
const live = document.body.dataset.live;
const rows = document.getElementById('rows');
const announcer = document.getElementById('announcer');
const state = document.getElementById('log-state');
const pause = document.getElementById('pause');
const none = document.getElementById('no-requests');
const toasts = document.getElementById('toasts');
const logForm = document.querySelector('[data-search="log"]');
const peopleForm = document.querySelector('[data-search="people"]');
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

/** The filter of the log, as the server reads it. */
const filter = () => new URLSearchParams(new FormData(logForm)).toString();
const isFiltered = () => [...new FormData(logForm).values()].some(v => v !== '');

function addRows(fresh) {
  dropCleared(fresh);
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

function dropCleared(fresh) {
  const cleared = Number(fresh.dataset.cleared);
  rows.querySelectorAll('[data-id]').forEach(row => { if (Number(row.dataset.id) <= cleared) row.remove(); });
}

/** Another run of the sandbox counts its requests from one and knows no form of this page. */
function isOtherRun(fresh) {
  if (!fresh || fresh.dataset.run === rows.dataset.run) return false;
  if (!document.activeElement?.matches('input, select, textarea')) location.reload();
  return true;
}

function take(page, asked = '') {
  const fresh = page.querySelector('[data-rows], #rows');
  if (isOtherRun(fresh)) return;
  page.querySelectorAll('[data-part]').forEach(part => {
    const here = document.querySelector(`[data-part="${part.dataset.part}"]`);
    // A page that was not asked for these people has others.
    if (here && (part.dataset.part !== 'people' || peopleForm.elements.people.value === '')) replace(here, part);
  });
  if (fresh && asked === filter()) isPaused() ? dropCleared(fresh) : addRows(fresh);
}

const isPaused = () => pause.getAttribute('aria-pressed') === 'true';

async function ask(path) {
  const answer = await fetch(path, { cache: 'no-store' });
  if (!answer.ok) throw new Error(String(answer.status));
  return parse(await answer.text());
}

async function poll() {
  if (isPolling || document.hidden) return;
  isPolling = true;
  const asked = filter();
  try {
    take(await ask(`${live}?after=${lastId()}&${asked}`), asked);
    if (!isPaused()) state.textContent = 'Following';
  } catch {
    state.textContent = 'The sandbox does not answer; it may have been stopped.';
  } finally {
    isPolling = false;
  }
}

/** Shows the requests that the filter takes, and nothing else. */
async function refill() {
  const asked = filter();
  const page = await ask(`${live}?after=0&${asked}`);
  if (asked !== filter()) return;
  rows.replaceChildren(...document.importNode(page.querySelector('[data-rows]'), true).childNodes);
  enableCopying(rows);
  none.textContent = isFiltered() ? none.dataset.filtered : none.dataset.all;
  announcer.textContent = `${rows.children.length} requests`;
}

async function findPeople() {
  const asked = peopleForm.elements.people.value;
  const page = await ask(`/?${new URLSearchParams({ people: asked })}`);
  if (asked === peopleForm.elements.people.value) replace(document.querySelector('[data-part="people"]'), page.querySelector('[data-part="people"]'));
}

const silently = work => work().catch(() => { state.textContent = 'The sandbox does not answer; it may have been stopped.'; });

/** Says something where it is seen wherever the page is scrolled to, and moves nothing. */
function say(text, isError) {
  const toast = document.createElement('div');
  toast.className = `toast ${isError ? 'bad' : 'good'}`;
  const line = document.createElement('p');
  line.className = `notice ${isError ? 'bad' : 'good'}`;
  line.textContent = text;
  const close = document.createElement('button');
  close.type = 'button';
  close.className = 'close';
  close.textContent = 'Dismiss';
  toast.append(line, close);
  while (toasts.children.length >= MOST_TOASTS) toasts.firstElementChild.remove();
  toasts.append(toast);
  if (!isError) expire(toast);
}

/** What went well need not be dismissed; nobody loses it while reading. */
function expire(toast) {
  setTimeout(() => {
    if (toast.matches(':hover, :focus-within')) expire(toast);
    else toast.remove();
  }, TOAST_MILLISECONDS);
}

/** Says under the field what is wrong with it; false when the form has no such field. */
function sayUnderField(form, page) {
  const fresh = [...page.forms].find(f => f.getAttribute('action') === form.getAttribute('action') && f.querySelector('.error:not(:empty)'));
  const error = fresh?.querySelector('.error:not(:empty)');
  const own = error && document.getElementById(error.id);
  if (!own || !form.contains(own)) return false;
  own.textContent = error.textContent;
  const field = form.querySelector(`[aria-describedby~="${CSS.escape(error.id)}"]`);
  field.setAttribute('aria-invalid', 'true');
  field.focus({ preventScroll: true });
  own.scrollIntoView({ block: 'nearest' });
  return true;
}

function forgetErrors(form) {
  form.querySelectorAll('.error').forEach(e => { e.textContent = ''; });
  form.querySelectorAll('[aria-invalid]').forEach(f => f.removeAttribute('aria-invalid'));
}

async function download(answer) {
  const name = /filename="([^"]+)"/.exec(answer.headers.get('Content-Disposition') ?? '')?.[1] ?? 'HelpLightningKey.pem';
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await answer.blob());
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  say(`The private key was saved as ${name}, in ~/Downloads or where your browser saves. Keep it to yourself: chmod 600 ~/Downloads/${name}. It is not kept here and cannot be had again.`, false);
}

async function send(form, button) {
  const multipart = form.enctype === 'multipart/form-data';
  const fields = new FormData(form);
  button?.setAttribute('disabled', '');
  forgetErrors(form);
  try {
    const answer = await fetch(form.action, { method: 'POST', body: multipart ? fields : new URLSearchParams(fields) });
    if (answer.headers.get('Content-Disposition')?.startsWith('attachment')) {
      await download(answer);
      form.reset();
    } else if (answer.ok) {
      const page = parse(await answer.text());
      const notice = page.querySelector('#toasts .notice');
      const isError = notice?.classList.contains('bad') ?? false;
      if (!isError || !sayUnderField(form, page)) say(notice?.textContent ?? 'Done.', isError);
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
  if (event.target.dataset.search) search(event.target);
  else send(event.target, event.submitter);
});

const search = form => silently(form.dataset.search === 'log' ? refill : findPeople);
let typing;
document.addEventListener('input', event => {
  const form = event.target.form;
  if (form?.dataset.search) {
    clearTimeout(typing);
    typing = setTimeout(() => search(form), 250);
  } else if (event.target.hasAttribute('aria-invalid')) {
    forgetErrors(form);
  }
});

document.addEventListener('click', event => {
  const close = event.target.closest('.toast .close');
  if (!close) return;
  event.preventDefault();
  close.closest('.toast').remove();
});

document.addEventListener('keydown', event => {
  if (event.key === 'Escape') toasts.lastElementChild?.remove();
});

document.addEventListener('click', async event => {
  const button = event.target.closest('[data-copy]');
  if (!button) return;
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    const label = button.firstChild;
    button.dataset.label ??= label.textContent;
    label.textContent = 'Copied';
    setTimeout(() => { label.textContent = button.dataset.label; }, 1500);
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
if (new URLSearchParams(location.search).has('notice')) history.replaceState(null, '', location.pathname + location.hash);
document.addEventListener('visibilitychange', poll);
setInterval(poll, POLL_MILLISECONDS);
poll();
