// Holds answers against an OpenAPI document: {document, answers: [{name, method, path, status, body}]} on standard input.
// An answer must satisfy its schema and have no field that the schema does not name. The document's own examples too.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

const require = createRequire(process.env.PEERS_NODE_FOLDER + '/');
const Ajv = require('ajv/dist/2020').default;
const addFormats = require('ajv-formats').default;
const { document, answers } = JSON.parse(readFileSync(0, 'utf8'));
const ajv = new Ajv({ strict: false, allErrors: true });
addFormats(ajv);
ajv.addSchema({ $id: 'https://sandbox.example/openapi', ...document });

const resolve = schema => schema.$ref ? document.components.schemas[schema.$ref.split('/').pop()] : schema;

function names(schema) {
  const own = resolve(schema);
  return { ...own.properties, ...Object.assign({}, ...(own.allOf ?? []).map(names)) };
}

function* unnamed(schema, value, place) {
  const own = resolve(schema);
  if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) if (own.items) yield* unnamed(own.items, item, `${place}[${i}]`);
  } else if (value && typeof value === 'object') {
    const choice = own.oneOf ? own.oneOf[0] : own;
    const known = names(choice);
    for (const [name, member] of Object.entries(value)) {
      if (known[name]) yield* unnamed(known[name], member, `${place}.${name}`);
      else if (resolve(choice).additionalProperties !== true) yield `${place}.${name}`;
    }
  }
}

const problems = [];
function check(name, method, path, status, body) {
  const response = document.paths[path]?.[method.toLowerCase()]?.responses[status];
  if (!response) return problems.push(`${name}: ${method} ${path} has no response ${status}`);
  const schema = response.content['application/json'].schema;
  const pointer = schema.$ref ?? '';
  const validate = ajv.compile({ $ref: 'https://sandbox.example/openapi' + pointer });
  if (!validate(body)) problems.push(`${name}: ${ajv.errorsText(validate.errors)}`);
  for (const field of unnamed(schema, body, '')) problems.push(`${name}: ${field} is not described`);
}

for (const { name, method, path, status, body } of answers) check(name, method, path, String(status), body);
let examples = 0;
for (const [path, operations] of Object.entries(document.paths)) {
  for (const [method, operation] of Object.entries(operations)) {
    for (const [status, response] of Object.entries(operation.responses)) {
      const example = response.content?.['application/json']?.example;
      if (example !== undefined) {
        examples++;
        check(`example of ${method} ${path}`, method, path, status, example);
      }
    }
  }
}
if (problems.length) {
  console.error(problems.join('\n'));
  process.exit(1);
}
console.log(`${answers.length} answers, ${examples} examples`);
