// Calls Help Lightning through hl proxy with Node's own fetch: no key, no package.
// HL_PROXY is where the proxy listens, CALLER_TOKEN the token that its operator gave out. argv: FILE to upload.
import { openAsBlob } from 'node:fs';

const headers = { authorization: `Bearer ${process.env.CALLER_TOKEN}` };

async function call(method, path, { query = {}, actAs, json, body } = {}) {
  const url = new URL(path, process.env.HL_PROXY);
  url.search = new URLSearchParams(query);
  const reply = await fetch(url, {
    method,
    headers: {
      ...headers,
      ...(actAs && { 'x-act-as': actAs }),
      ...((json || body) && { 'content-type': 'application/json' }),
    },
    body: json ? JSON.stringify(json) : body,
  });
  const answer = await reply.json();
  if (reply.headers.get('content-type') === 'application/problem+json') {
    // The proxy's own answer: nothing came from Help Lightning.
    throw new Error(`${answer.status} ${answer.type}: ${answer.detail}`);
  }
  if (!reply.ok) {
    throw new Error(`Help Lightning answered ${reply.status}: ${answer.message}`);
  }
  return answer;
}

async function* users() {
  for (let page = 1, total = 1; (page - 1) * 15 < total; page++) {
    const data = await call('GET', '/api/v1r1/enterprise/users', { query: { page, page_size: 15 } });
    yield* data.entries;
    total = data.total_entries;
  }
}

const ids = new Set();
for await (const user of users()) {
  ids.add(user.id);
}
console.log('users', ids.size);

const link = await call('POST', '/api/v1/sessions/link', { actAs: 'ann@example.com', json: { linkType: 'otu' } });
console.log('link of Ann', link.link.startsWith('http'));

const name = 'Zoë & Søn+Co = 100% #2?/;';
await call('POST', '/api/v1r1/enterprise/users', { json: { email: 'zoe2@example.com', name } });
const found = await call('GET', '/api/v1r1/enterprise/users', { query: { filter: `name=${name}` } });
console.log('found', found.entries.map((user) => user.email).join());

const area = await call('POST', '/api/v1/enterprise/areas', { json: { name: 'Hall 6', latitude: 52.5, longitude: 13.4 } });
const asset = await call('POST', `/api/v1/enterprise/areas/${area.id}/assets`, { body: await openAsBlob(process.argv[2]) });
console.log('uploaded', asset.notes.length);

await call('DELETE', '/api/v1r1/enterprise/users/24').catch((refused) => console.log('refused', refused.message));
