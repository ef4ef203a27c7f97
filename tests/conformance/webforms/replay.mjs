// Plays jobs on ODK Web Forms' engine: one JSON job a line on standard input, one JSON result a line out.
//
// A job is {"id", "form", "script", "media"?, "last"?, "fuzz"?, "bench"?}. With "last" only the last state is
// dumped; with "fuzz": {"seed", "steps"} answers are drawn from what this engine shows, and the result carries
// the script; with "bench" the result holds times instead of states. Whoever starts this process limits its
// time: the engine runs to its end in one thread.

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

import { draw } from './fuzz.mjs';

const PROPERTIES = { deviceID: 'device', username: 'user', phoneNumber: '1', email: 'e@x' };

// The packages lie in a cache folder outside the tree, where `import` by name does not look.
const packages = createRequire(path.join(process.argv[2], 'package.json'));

const { JSDOM } = await import(pathToFileURL(packages.resolve('jsdom')));
const { window } = new JSDOM('<!doctype html><html></html>', { url: 'http://localhost/' });
for (const name of Object.getOwnPropertyNames(window)) {
	if (!(name in globalThis)) globalThis[name] = window[name];
}
// Its bundled loader of WebAssembly asks for the folder of a CommonJS module.
globalThis.__dirname = '';
// What the engine prints belongs to no result.
console.log = console.info = console.debug = console.warn = console.error = () => {};

const engine = path.join(process.argv[2], 'node_modules/@getodk/xforms-engine/dist/index.js');
const { loadForm } = await import(pathToFileURL(engine));

const media = (folder) => async (url) => {
	const name = decodeURIComponent(url.pathname ?? String(url)).split('/').pop();
	try {
		return new Response(await readFile(path.join(folder, name)), {
			headers: { 'content-type': TYPES[path.extname(name)] ?? 'application/octet-stream' },
		});
	} catch {
		return new Response('', { status: 404 });
	}
};
const TYPES = { '.csv': 'text/csv', '.xml': 'text/xml', '.geojson': 'application/geo+json' };

const load = async (job) => {
	const xml = await readFile(job.form, 'utf-8');
	const started = performance.now();
	const form = await loadForm(xml, {
		fetchFormAttachment: media(job.media ?? path.dirname(job.form)),
		missingResourceBehavior: 'BLANK',
	});
	if (form.status === 'failure') throw form.error;
	const { root } = form.createInstance({ preloadProperties: PROPERTIES });
	return { root, milliseconds: performance.now() - started };
};

function* nodes(root) {
	const pending = [root];
	while (pending.length > 0) {
		const node = pending.pop();
		yield node;
		pending.push(...(node.currentState.children ?? []).toReversed());
	}
}

const text = (range) => range?.asString ?? null;

const state = (node) => {
	const { currentState, validationState } = node;
	const violation = 'violation' in validationState ? validationState.violation : null;
	const valid = 'violation' in validationState ? violation === null : validationState.violations.length === 0;
	const found = {
		path: currentState.reference,
		type: node.nodeType,
		relevant: currentState.relevant,
		required: currentState.required,
		readonly: currentState.readonly,
		valid,
	};
	if (violation) Object.assign(found, { violation: violation.condition, message: text(violation.message) });
	if ('instanceValue' in currentState) found.value = currentState.instanceValue;
	found.label = text(currentState.label);
	found.hint = text(currentState.hint);
	if (node.nodeType === 'select' || node.nodeType === 'rank') {
		found.choices = currentState.valueOptions.map((item) => [item.value, text(item.label)]);
	}
	return found;
};

const states = (root) => [...nodes(root)].map(state);

const find = (root, reference) => {
	for (const node of nodes(root)) {
		if (node.currentState.reference === reference) return node;
	}
	throw new Error(`no such path: ${reference}`);
};

const tokens = (value) => value.split(/\s+/).filter((token) => token !== '');

const set = (node, value) => {
	switch (node.nodeType) {
		case 'select':
			return node.selectType === 'select' ? node.selectValues(tokens(value)) : node.selectValue(value || null);
		case 'rank':
			return node.setValues(tokens(value));
		case 'trigger':
			return node.setValue(value === 'OK');
		case 'upload':
			return node.setValue(value === '' ? null : new File([value], value));
		case 'range':
			return node.setValue(value === '' ? null : Number(value));
		case 'input':
			return node.setValue(value);
		default:
			throw new Error(`a person cannot answer a ${node.nodeType}: ${node.currentState.reference}`);
	}
};

export const perform = (root, operation) => {
	const value = operation.value ?? '';
	switch (operation.op) {
		case 'set':
			return set(find(root, operation.path), value);
		case 'add': {
			const range = find(root, operation.path);
			return range.addInstances((operation.after ?? range.currentState.children.length) - 1);
		}
		case 'remove': {
			const [, range, position] = /^(.*)\[(\d+)\]$/.exec(operation.path);
			return find(root, range).removeInstances(Number(position) - 1);
		}
		case 'language': {
			const language = root.languages.find((item) => item.language === value);
			if (!language) throw new Error(`no such language: ${value}`);
			return root.setLanguage(language);
		}
		default:
			throw new Error(`unknown operation: ${operation.op}`);
	}
};

const submission = async (root) => {
	const payload = await root.prepareInstancePayload({ payloadType: 'monolithic' });
	return payload.data[0].get('xml_submission_file').text();
};

const play = async (job) => {
	let { root } = await load(job);
	let script = job.script;
	if (job.fuzz) {
		const drawn = draw(job.fuzz, () => [...nodes(root)], (operation) => attempt(root, operation));
		script = drawn.script;
		// What stands after an error in the middle of a cascade is nobody's answer.
		if (drawn.broken) ({ root } = await load(job));
		if (!drawn.broken) return final(root, { script, errors: [] });
	}
	if (job.last || job.fuzz) {
		const errors = script.map((operation) => ({ operation, error: attempt(root, operation) }));
		return final(root, { script, errors: errors.filter(({ error }) => error !== null) });
	}
	const steps = [{ nodes: states(root) }];
	for (const operation of script) {
		const error = attempt(root, operation);
		steps.push(error === null ? { nodes: states(root) } : { error });
	}
	return final(root, { steps });
};

/** The end of a job. The submission comes last, since it stamps the end of the interview. */
const final = async (root, result) => ({
	status: 'ok',
	languages: root.languages.map((item) => item.language),
	...(result.steps ? result : { ...result, nodes: states(root) }),
	instance: await submission(root),
});

const attempt = (root, operation) => {
	try {
		perform(root, operation);
		return null;
	} catch (error) {
		return String(error.message ?? error);
	}
};

const measure = async (job) => {
	const { root, milliseconds } = await load(job);
	const targets = new Map([...nodes(root)].map((node) => [node.currentState.reference, node]));
	const answers = [];
	for (const operation of job.script) {
		const node = operation.op === 'set' ? targets.get(operation.path) ?? find(root, operation.path) : null;
		const started = performance.now();
		if (node) set(node, operation.value);
		else perform(root, operation);
		if (operation.read) find(root, operation.read).currentState.valueOptions.length;
		answers.push(performance.now() - started);
	}
	return { status: 'ok', load: milliseconds, answers, memory: process.memoryUsage().rss };
};

for await (const line of createInterface({ input: process.stdin })) {
	const job = JSON.parse(line);
	let result;
	try {
		result = await (job.bench ? measure(job) : play(job));
	} catch (error) {
		result = { status: 'error', error: String(error.message ?? error) };
	}
	process.stdout.write(`${JSON.stringify({ id: job.id, ...result })}\n`);
}
