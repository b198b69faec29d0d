// Signs a partner token with jose. argv: KEY_FILE SITE_ID
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const require = createRequire(process.env.PEERS_NODE_FOLDER + '/')
const { importPKCS8, SignJWT } = require('jose')

const key = await importPKCS8(readFileSync(process.argv[2], 'utf8'), 'RS256')
const token = await new SignJWT({})
  .setProtectedHeader({ alg: 'RS256', typ: 'JWT' })
  .setIssuer('Ghazal')
  .setSubject(`Partner:${process.argv[3]}`)
  .setAudience('Ghazal')
  .setExpirationTime('60s')
  .sign(key)
console.log(token)
