// Verifies a token from standard input with jose and prints its subject. argv: PUBLIC_KEY_FILE
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const require = createRequire(process.env.PEERS_NODE_FOLDER + '/')
const { importSPKI, jwtVerify } = require('jose')

const key = await importSPKI(readFileSync(process.argv[2], 'utf8'), 'RS256')
const token = readFileSync(0, 'utf8').trim()
const { payload } = await jwtVerify(token, key, { algorithms: ['RS256'], issuer: 'Ghazal', audience: 'Ghazal' })
console.log(payload.sub)
