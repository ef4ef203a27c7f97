// PouchDB with its own server: pushes documents from A, pulls them on B, prints one line of JSON.
// node bench.cjs PACKAGES FOLDER INSPECTIONS ANSWERS PHOTOS PHOTO_BYTES
'use strict'
const { createRequire } = require('node:module')
const crypto = require('node:crypto')
const fs = require('node:fs')
const http = require('node:http')
const path = require('node:path')
const { Worker, isMainThread, parentPort, workerData } = require('node:worker_threads')

const [packages, folder, ...counts] = isMainThread ? process.argv.slice(2) : workerData
const [INSPECTIONS, ANSWERS, PHOTOS, BYTES] = counts.map(Number)
const load = createRequire(path.join(packages, 'package.json'))
const PouchDB = load('pouchdb')
const at = (name) => PouchDB.defaults({ prefix: path.join(folder, name) + path.sep })

const THAI = ['พบน้ำมันรั่วบริเวณฐานเครื่องจักร', 'เรียบร้อยดี', 'ฝาครอบสายพานชำรุด รอเปลี่ยน']

function serve () {
  const express = load('express')
  const app = express()
  fs.mkdirSync(path.join(folder, 'server'), { recursive: true })
  app.use('/', load('express-pouchdb')(at('server'), {
    mode: 'minimumForPouchDB',
    inMemoryConfig: true,
    logPath: path.join(folder, 'server.log')
  }))
  const server = http.createServer(app)
  const wire = new Int32Array(workerData.at(-1))
  server.on('connection', (socket) => socket.on('close', () => {
    // in KiB, as a day's photos do not fit into 32 bits of bytes
    Atomics.add(wire, 0, Math.round((socket.bytesRead + socket.bytesWritten) / 1024))
  }))
  server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port))
}

async function seconds (work) {
  const start = process.hrtime.bigint()
  await work()
  return Number(process.hrtime.bigint() - start) / 1e9
}

function size (place) {
  return fs.readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + fs.statSync(path.join(entry.parentPath, entry.name)).size, 0)
}

async function fill (records, photos) {
  for (let inspection = 0; inspection < INSPECTIONS; inspection++) {
    const documents = []
    for (let answer = 0; answer < ANSWERS; answer++) {
      documents.push({
        _id: `${inspection}:${answer}`,
        inspection,
        question: `q${answer}`,
        value: String((inspection * answer) % 10),
        note: answer % 27 === 0 ? `${THAI[answer % 3]} / see photo ${inspection}` : null
      })
    }
    await records.bulkDocs(documents)
    for (let photo = 0; photo < PHOTOS; photo++) {
      await photos.put({
        _id: `${inspection}:photo${photo}`,
        _attachments: { photo: { content_type: 'image/jpeg', data: crypto.randomBytes(BYTES) } }
      })
    }
  }
}

async function main () {
  fs.mkdirSync(folder, { recursive: true })
  const wire = new SharedArrayBuffer(4)
  const server = new Worker(__filename, { workerData: [packages, folder, ...counts, wire] })
  const port = await new Promise((resolve, reject) => {
    server.once('message', resolve)
    server.once('error', reject)
  })
  const A = at('a'); const B = at('b')
  fs.mkdirSync(path.join(folder, 'a'), { recursive: true })
  fs.mkdirSync(path.join(folder, 'b'), { recursive: true })
  const options = { batch_size: 500 }
  const far = (name) => `http://127.0.0.1:${port}/${name}`
  const recordsA = new A('records'); const photosA = new A('photos')
  await fill(recordsA, photosA)
  const result = {}
  result.push_records = await seconds(() => recordsA.replicate.to(far('records'), options))
  result.push_files = await seconds(() => photosA.replicate.to(far('photos'), { batch_size: 20 }))
  const recordsB = new B('records'); const photosB = new B('photos')
  result.pull_records = await seconds(() => recordsB.replicate.from(far('records'), options))
  result.pull_files = await seconds(() => photosB.replicate.from(far('photos'), { batch_size: 20 }))
  const { doc_count: records } = await recordsB.info()
  const { doc_count: photos } = await photosB.info()
  result.stored = size(path.join(folder, 'server'))
  if (records !== INSPECTIONS * ANSWERS || photos !== INSPECTIONS * PHOTOS) {
    throw new Error(`${records} records and ${photos} photos arrived`)
  }
  http.globalAgent.destroy()
  await new Promise((resolve) => setTimeout(resolve, 6000)) // idle connections close and are counted
  result.wire = Atomics.load(new Int32Array(wire), 0) * 1024
  console.log(JSON.stringify(result))
  process.exit(0)
}

if (isMainThread) main().catch((error) => { console.error(error); process.exit(1) })
else serve()
