// The official SDK for JavaScript against hl mcp: argv is hl and its arguments. It holds each answer against the tool's output schema.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const require = createRequire(process.env.PEERS_NODE_FOLDER + '/');
const load = (name) => import(pathToFileURL(require.resolve('@modelcontextprotocol/sdk/' + name)));
const { Client } = await load('client/index.js');
const { StdioClientTransport } = await load('client/stdio.js');
const { ElicitRequestSchema } = await load('types.js');

const [command, ...args] = process.argv.slice(2);
const open = async (more, answer) => {
  const client = new Client({ name: 'peer', version: '1' }, { capabilities: answer ? { elicitation: {} } : {} });
  if (answer) {
    client.setRequestHandler(ElicitRequestSchema, (request) => answer(request.params));
  }
  await client.connect(new StdioClientTransport({ command, args: [...args, ...more], env: process.env }));
  await client.listTools();
  return client;
};
const text = (result) => result.content[0].text;
const outcome = async (call) => call.then((r) => `${r.isError ? 'refused' : 'done'}: ${text(r).split('\n')[0]}`, (e) => `error ${e.code}`);

let client = await open([]);
console.log('server', client.getServerVersion().name);
const { tools } = await client.listTools();
console.log('tools', tools.length, tools.every((t) => t.annotations.readOnlyHint && !t.annotations.destructiveHint && t.title && t.outputSchema));
const call = (name, given = {}) => client.callTool({ name, arguments: given });

const names = [];
let cursor;
do {
  const page = await call('find_people', { limit: 4, ...(cursor && { cursor }) });
  names.push(...page.structuredContent.items.map((p) => p.name));
  cursor = page.structuredContent.next_cursor;
} while (cursor);
console.log('people', names.length, JSON.stringify(names[1]));

const calls = await call('find_calls');
const id = calls.structuredContent.items[0].id;
for (const [name, given] of [
  ['site_overview', {}], ['get_person', { person: '1' }], ['list_groups', {}], ['group_members', { group: '2' }],
  ['get_call', { call_id: id }], ['get_help_thread', { call_id: id }], ['call_statistics', { since: '2026-01-01', by: 'person' }],
  ['list_workspaces', {}],
]) {
  const result = await call(name, given);
  const lines = text(result).split('\n').filter((l) => l.includes('<<<') || l.includes('>>>'));
  console.log(name, result.isError ?? false, lines.length);
}

console.log(await outcome(call('get_person', { person: 'nobody@example.com' })));
console.log(await outcome(call('get_person', {})));
console.log(await outcome(call('invite_person', { email: 'x@example.com', name: 'X' })));
await client.close();

const invitation = { email: 'peer@example.com', name: 'Pe Er' };
client = await open(['--allow-writes']);
console.log('cannot ask,', await outcome(call('invite_person', invitation)));
await client.close();
client = await open(['--allow-writes'], () => ({ action: 'decline' }));
console.log('says no,', await outcome(call('invite_person', invitation)));
await client.close();
let asked;
client = await open(['--allow-writes'], (params) => {
  asked = params;
  return { action: 'accept', content: { confirm: true } };
});
console.log('says yes,', await outcome(call('invite_person', invitation)));
console.log(asked.message, JSON.stringify(asked.requestedSchema.required));
await client.close();
