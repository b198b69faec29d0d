// Runs queries in DuckDB over the Parquet files of a folder, each a table by its name. Reads a JSON array of SQL, prints for each
// its rows, cells as text. argv: FOLDER
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, join } from 'node:path'

const require = createRequire(process.env.PEERS_NODE_FOLDER + '/')
const { DuckDBInstance } = require('@duckdb/node-api')

const folder = process.argv[2]
const db = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect()
await db.run("SET TimeZone = 'UTC'")
for (const file of readdirSync(folder).filter(name => name.endsWith('.parquet'))) {
  await db.run(`CREATE VIEW ${basename(file, '.parquet')} AS SELECT * FROM '${join(folder, file)}'`)
}
const answers = []
for (const sql of JSON.parse(readFileSync(0, 'utf8'))) {
  const rows = await (await db.runAndReadAll(sql)).getRows()
  answers.push(rows.map(row => row.map(cell => cell === null ? '' : String(cell)).join('|')))
}
console.log(JSON.stringify(answers))
