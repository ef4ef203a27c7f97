// Random answers, drawn from what ODK Web Forms shows: its relevant questions, its choices.

const WORDS = ['a', 'Somchai', 'กขค', '12', '0812345678', 'x y', 'a@b.org', 'Abc123', "O'Neil", '<b> & "c"'];
const DAY = 86_400_000;

/** Numbers between 0 and 1 that are the same for the same seed (mulberry32). */
const chance = (seed) => () => {
	seed = (seed + 0x6d2b79f5) | 0;
	let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
	mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
	return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
};

class Hand {
	/** With `small`, whole numbers stay small: they may count the instances of a repeat. */
	constructor(seed, small) {
		this.random = chance(seed);
		this.small = small;
	}

	below(limit) {
		return Math.floor(this.random() * limit);
	}

	one(items) {
		return items[this.below(items.length)];
	}

	some(items, most) {
		const chosen = new Set();
		for (let count = 1 + this.below(most); count > 0; count -= 1) chosen.add(this.one(items));
		return items.filter((item) => chosen.has(item));
	}

	shuffled(items) {
		const rest = [...items];
		return items.map(() => rest.splice(this.below(rest.length), 1)[0]);
	}

	integer() {
		if (this.small) return this.below(12);
		return this.one([0, 1, 2, 3, 5, this.below(20), this.below(120), this.below(10_000), 2000 + this.below(30), -1]);
	}

	date() {
		const span = this.one([30, 400, 8000, 30_000]);
		return new Date(Date.now() - (this.below(span) - span / 10) * DAY).toISOString().slice(0, 10);
	}

	time() {
		const two = (limit) => String(this.below(limit)).padStart(2, '0');
		return `${two(24)}:${two(60)}:00.000`;
	}

	point() {
		return `${(this.random() * 20).toFixed(4)} ${(this.random() * 100).toFixed(4)} 0 ${this.below(30)}`;
	}
}

const typed = (hand, type) => {
	switch (type) {
		case 'int':
			return String(hand.integer());
		case 'decimal':
			return String(hand.one([hand.integer(), hand.integer() + 0.5, Number((hand.random() * 100).toFixed(2))]));
		case 'boolean':
			return hand.one(['true', 'false']);
		case 'date':
			return hand.date();
		case 'time':
			return hand.time();
		case 'dateTime':
			return `${hand.date()}T${hand.time()}-07:00`;
		case 'geopoint':
			return hand.point();
		case 'geotrace':
			return [hand.point(), hand.point()].join('; ');
		case 'geoshape': {
			const first = hand.point();
			return [first, hand.point(), hand.point(), first].join('; ');
		}
		default:
			return hand.one(WORDS);
	}
};

const answer = (hand, node) => {
	const options = node.currentState.valueOptions;
	switch (node.nodeType) {
		case 'select': {
			const values = options.map((item) => item.value);
			if (values.length === 0) return null;
			return node.selectType === 'select' ? hand.some(values, 3).join(' ') : hand.one(values);
		}
		case 'rank':
			return hand.shuffled(options.map((item) => item.value)).join(' ');
		case 'trigger':
			return 'OK';
		case 'range': {
			const { start, end, step } = Object.fromEntries(
				Object.entries(node.definition.bodyElement?.bounds ?? {}).map(([name, value]) => [name, Number(value)]),
			);
			const steps = Math.floor((end - start) / step);
			return Number.isFinite(steps) ? String(start + step * hand.below(steps + 1)) : null;
		}
		case 'input':
			return typed(hand, node.valueType);
		default:
			return null;
	}
};

const ASKED = new Set(['input', 'select', 'rank', 'trigger', 'range']);
const open = (node) => node.currentState.relevant && !node.currentState.readonly;

const change = (hand, all) => {
	const kind = hand.random();
	const asked = all.filter((node) => ASKED.has(node.nodeType) && open(node));
	if (kind < 0.08) {
		const ranges = all.filter((node) => node.nodeType === 'repeat-range:uncontrolled' && open(node));
		const range = ranges.length > 0 ? hand.one(ranges) : null;
		const count = range?.currentState.children.length ?? 0;
		if (range && count < 4) return { op: 'add', path: range.currentState.reference };
		if (range) return { op: 'remove', path: `${range.currentState.reference}[${1 + hand.below(count)}]` };
	}
	const empty = asked.filter((node) => node.currentState.instanceValue === '');
	// Mostly onwards through the form, as a person goes; sometimes back.
	const candidates = kind < 0.85 && empty.length > 0 ? empty.slice(0, 12) : asked;
	if (candidates.length === 0) return null;
	const node = hand.one(candidates);
	const value = kind > 0.97 ? '' : answer(hand, node);
	return value === null ? null : { op: 'set', path: node.currentState.reference, value };
};

/**
 * Plays `steps` random operations and returns those that the engine took. `nodes` lists the nodes of the present
 * state; `attempt` does an operation and returns what is wrong with it. After an error the engine's state is not
 * to be trusted: `steps` end there, and `broken` says so.
 */
export const draw = ({ seed, steps }, nodes, attempt) => {
	const counted = nodes().some((node) => node.nodeType === 'repeat-range:controlled');
	const hand = new Hand(seed, counted);
	const script = [];
	for (let step = 0; step < steps; step += 1) {
		let operation = change(hand, nodes());
		for (let again = 0; operation; again += 1) {
			if (attempt(operation) !== null) return { script, broken: true };
			script.push(operation);
			const target = operation.op === 'set' ? nodes().find((node) => node.currentState.reference === operation.path) : null;
			// An invalid answer stays now and then; mostly another is tried, so that what follows it is met too.
			if (again === 3 || target?.validationState.violation?.condition !== 'constraint') break;
			const value = answer(hand, target);
			operation = value === null ? null : { ...operation, value };
		}
	}
	return { script, broken: false };
};
