import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Rig } from './rig.mts';

export interface Copy {
	seconds: number;
	/** Peak memory of the copying process; null where it is not measured. */
	peakMb: number | null;
	idleMb: number | null;
	/** Where it was asked for. */
	sha256?: string;
}

export interface Wish {
	bytes: number;
	tls?: boolean;
	/** Files at once; each is a whole copy. */
	files?: number;
	slow?: boolean;
	/** Chunks in flight, of the library only. */
	chunks?: number;
	/** Whether the library hashes the bytes. */
	hash?: boolean;
}

/** Every copy is checked by what the sink counted. */
async function counted(rig: Rig, { bytes, files = 1, slow }: Wish, copy: () => Promise<Copy>): Promise<Copy> {
	const sink = slow ? rig.slowSink : rig.sink;
	await rig.received(sink);
	const result = await copy();
	const received = await rig.received(sink);
	// Frames around the chunks come on top of the bytes.
	if (received < bytes * files || received > bytes * files * 1.01 + 100_000) {
		throw new Error(`The sink got ${received} of ${bytes * files} bytes.`);
	}
	return result;
}

const sourceOf = (rig: Rig, { bytes, tls }: Wish) => `${tls ? rig.tlsOrigin : rig.plainOrigin}${rig.file(bytes)}`;

/** `curl | curl`: what the machine can do without understanding anything. */
export async function curlToCurl(rig: Rig, wish: Wish): Promise<Copy> {
	const source = sourceOf(rig, wish);
	const sink = wish.slow ? rig.slowSink : rig.sink;
	const one = `curl -sf --cacert ${rig.certificate} ${source} | curl -sf -T - -H Expect: ${sink}/file`;
	const all = Array.from({ length: wish.files ?? 1 }, () => `(${one}) &`).join(' ');
	return await counted(rig, wish, async () => {
		const started = performance.now();
		await run('bash', ['-o', 'pipefail', '-c', `${all} wait`]);
		return { seconds: (performance.now() - started) / 1000, peakMb: null, idleMb: null };
	});
}

/** lib/transfer with the Kaltura sink, in a process of its own. */
export async function library(rig: Rig, wish: Wish): Promise<Copy> {
	return await counted(rig, wish, async () => {
		const said = await run(process.execPath, [join(import.meta.dirname, 'library-run.mts')], {
			SOURCE: sourceOf(rig, wish),
			SINK: wish.slow ? rig.slowSink : rig.sink,
			SIZE: String(wish.bytes),
			FILES: String(wish.files ?? 1),
			CHUNKS: String(wish.chunks ?? 2),
			NODE_EXTRA_CA_CERTS: rig.certificate,
			...(wish.hash ? { HASH: '1' } : {}),
		});
		return JSON.parse(said) as Copy;
	});
}

/** rclone from a URL to a WebDAV server of its own, which stores the file: rclone has no target that only counts. */
export async function rclone(rig: Rig, wish: Wish): Promise<Copy | null> {
	const folder = join(rig.folder, 'webdav');
	mkdirSync(folder);
	const server = spawn('rclone', ['serve', 'webdav', folder, '--addr', '127.0.0.1:0'], {
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const missing = once(server, 'error').then(() => null);
	try {
		const lines = createInterface(server.stderr);
		const found = (async () => {
			for await (const line of lines) {
				const address = /(http:\/\/127\.0\.0\.1:\d+)/.exec(line)?.[1];
				if (address) return address;
			}
			return null;
		})();
		const address = await Promise.race([found, missing, sleep(10_000, null, { ref: false })]);
		if (address === null) return null;
		const started = performance.now();
		await run('rclone', ['copyurl', sourceOf(rig, wish), `:webdav,url='${address}':file.mp4`]);
		return { seconds: (performance.now() - started) / 1000, peakMb: null, idleMb: null };
	} finally {
		server.kill('SIGTERM');
		rmSync(folder, { recursive: true, force: true });
	}
}

async function run(program: string, args: string[], env: Record<string, string> = {}): Promise<string> {
	const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
	let [out, complaints] = ['', ''];
	child.stdout.on('data', (text) => (out += text));
	child.stderr.on('data', (text) => (complaints += text));
	const [code] = (await once(child, 'close')) as [number | null];
	if (code !== 0) throw new Error(`${program} ended with ${code}: ${complaints.slice(-500)}`);
	return out.trim();
}
