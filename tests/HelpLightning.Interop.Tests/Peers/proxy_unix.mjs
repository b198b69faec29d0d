// Calls Help Lightning over the Unix socket of hl proxy with Node's http. HL_PROXY_SOCKET is its path.
import http from 'node:http';
import { json } from 'node:stream/consumers';

const agent = new http.Agent({ keepAlive: true });

async function call(method, path, { actAs, body } = {}) {
  const headers = { authorization: `Bearer ${process.env.CALLER_TOKEN}` };
  if (actAs) headers['x-act-as'] = actAs;
  if (body) headers['content-type'] = 'application/json';
  const reply = await new Promise((resolve, reject) => {
    http.request({ socketPath: process.env.HL_PROXY_SOCKET, agent, method, path, headers }, resolve)
      .on('error', reject)
      .end(body && JSON.stringify(body));
  });
  const answer = await json(reply);
  if (reply.statusCode >= 400) {
    // A type and a detail are the proxy's own; a message is Help Lightning's.
    throw new Error(`${reply.statusCode} ${answer.type}: ${answer.detail ?? answer.message}`);
  }
  return answer;
}

const data = await call('GET', '/api/v1r1/enterprise/users?page_size=15&page=3');
console.log('users', data.total_entries, 'on page 3:', data.entries.length);

const thread = await call('POST', '/api/v1r1/workboxes', { actAs: 'ann@example.com', body: { title: 'Pump 7 – “loud”' } });
console.log('thread', thread.title);

const filter = new URLSearchParams({ filter: 'name~=%Ann F%' });
const found = await call('GET', `/api/v1r1/enterprise/users?${filter}`);
console.log('found', found.entries.map((user) => user.name).join());

await call('DELETE', '/api/v1r1/enterprise/users/24').catch((refused) => console.log('refused', refused.message));
agent.destroy();
