// Validates the OpenAPI document on standard input. Prints its version, or what is wrong, with exit code 1.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

const require = createRequire(process.env.PEERS_NODE_FOLDER + '/');
const { Validator } = require('@seriousme/openapi-schema-validator');
const validator = new Validator();
const result = await validator.validate(JSON.parse(readFileSync(0, 'utf8')));
if (!result.valid) {
  console.error(JSON.stringify(result.errors, null, 1));
  process.exit(1);
}
console.log(validator.version);
