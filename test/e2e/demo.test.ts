import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';

/** `npm run demo` as a newcomer runs it. */
function demo(...args: string[]) {
	const child = spawn(process.execPath, ['scripts/demo.mts', '--once', '--pace', '150', ...args], {
		stdio: ['ignore', 'pipe', 'pipe'],
		env: { ...process.env, NODE_OPTIONS: '' },
	});
	const output = { text: '' };
	for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output.text += chunk));
	return { child, output, ended: once(child, 'close').then(([code]) => code as number | null) };
}

async function until(condition: () => boolean, child: ChildProcess, output: { text: string }) {
	while (!condition()) {
		if (child.exitCode !== null) throw new Error(`The demo ended early:\n${output.text}`);
		await new Promise((fulfil) => setTimeout(fulfil, 100));
	}
}

test('plays its day and finds everything in Kaltura as expected', async () => {
	const { output, ended } = demo();
	const code = await ended;
	expect(output.text).toContain('Everything arrived as expected.');
	expect(code).toBe(0);
}, 240_000);

test('rehearses with these accounts, step by step in a table, and leaves nothing', async () => {
	const { output, ended } = demo('--rehearse');
	const code = await ended;
	expect(output.text).toContain('The rehearsal found no problem, and left nothing.');
	expect(output.text).toMatch(/Through n8n: Sent[^]*Removing everything again: Removed: 2 entries/);
	expect(code).toBe(0);
}, 240_000);

test('ends in the middle of the day on a signal, and leaves no process behind', async () => {
	const { child, output, ended } = demo();
	await until(() => output.text.includes('announces the recording'), child, output);
	const family = descendants(child.pid!);
	expect(family.length).toBeGreaterThanOrEqual(2); // the sandbox and n8n
	child.kill('SIGTERM');
	await ended;
	expect(family.filter(isRunning)).toEqual([]);
}, 240_000);

test('leaves no process behind even when it is killed', async () => {
	const { child, output, ended } = demo();
	await until(() => output.text.includes('announces the recording'), child, output);
	const family = descendants(child.pid!);
	child.kill('SIGKILL');
	await ended;
	const deadline = Date.now() + 20_000;
	while (family.some(isRunning) && Date.now() < deadline) await new Promise((fulfil) => setTimeout(fulfil, 200));
	expect(family.filter(isRunning)).toEqual([]);
}, 240_000);

test('names an option that does not exist', async () => {
	const { output, ended } = demo('--onec');
	expect(await ended).toBe(2);
	expect(output.text).toContain('--onec');
});

/** Process ids below one, from /proc; end-to-end tests run on Linux. */
function descendants(pid: number): number[] {
	const parents = new Map<number, number>();
	for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
		const parent = parentOf(Number(name));
		if (parent !== null) parents.set(Number(name), parent);
	}
	const below = (id: number): number[] =>
		[...parents].flatMap(([child, parent]) => (parent === id ? [child, ...below(child)] : []));
	return below(pid);
}

function parentOf(pid: number): number | null {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
		const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
		return state === 'Z' ? null : Number(parent);
	} catch {
		return null; // ended between listing and reading
	}
}

function isRunning(pid: number): boolean {
	return parentOf(pid) !== null;
}
