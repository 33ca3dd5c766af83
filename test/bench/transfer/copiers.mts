import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

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
export async function counted(rig: Rig, { bytes, files = 1, slow }: Wish, copy: () => Promise<Copy>): Promise<Copy> {
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

export const sourceOf = (rig: Rig, { bytes, tls }: Wish) =>
	`${tls ? rig.tlsOrigin : rig.plainOrigin}${rig.file(bytes)}`;

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
			...(wish.chunks ? { CHUNKS: String(wish.chunks) } : {}),
			NODE_EXTRA_CA_CERTS: rig.certificate,
			...(wish.hash ? { HASH: '1' } : {}),
		});
		return JSON.parse(said) as Copy;
	});
}

/** rclone from a URL to a WebDAV server, which the sink passes for. */
export async function rclone(rig: Rig, wish: Wish): Promise<Copy> {
	const sink = wish.slow ? rig.slowSink : rig.sink;
	const one = ['copyurl', '--ca-cert', rig.certificate, sourceOf(rig, wish), `:webdav,url='${sink}':${wish.bytes}.mp4`];
	// No configuration of the user's.
	const env = { RCLONE_CONFIG: join(rig.folder, 'rclone.conf') };
	return await counted(rig, wish, async () => {
		const started = performance.now();
		await Promise.all(Array.from({ length: wish.files ?? 1 }, () => run('rclone', one, env)));
		return { seconds: (performance.now() - started) / 1000, peakMb: null, idleMb: null };
	});
}

async function run(program: string, args: string[], env: Record<string, string> = {}): Promise<string> {
	const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
	let [out, complaints] = ['', ''];
	child.stdout.on('data', (text) => (out += text));
	child.stderr.on('data', (text) => (complaints += text));
	const [code] = (await once(child, 'close').catch((error: Error) => {
		throw new Error(`${program} could not be started: ${error.message}`);
	})) as [number | null];
	if (code !== 0) throw new Error(`${program} ended with ${code}: ${complaints.slice(-500)}`);
	return out.trim();
}
