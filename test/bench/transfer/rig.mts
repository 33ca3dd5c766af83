import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
	chmodSync,
	closeSync,
	createReadStream,
	existsSync,
	mkdirSync,
	mkdtempSync,
	openSync,
	rmSync,
	writeFileSync,
	writeSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

export const MIB = 1024 * 1024;

/** Both ends of a transfer on this machine: nginx with the files, and sinks that only count. */
export interface Rig {
	folder: string;
	plainOrigin: string;
	tlsOrigin: string;
	/** For NODE_EXTRA_CA_CERTS and curl --cacert. */
	certificate: string;
	/** Path of a file of this size on both origins. */
	file(bytes: number): string;
	/** SHA-256 of a file. */
	hash(bytes: number): Promise<string>;
	sink: string;
	/** Answers 50 ms later. */
	slowSink: string;
	sinkIsC: boolean;
	/** Bytes that a sink got since the last time. */
	received(sink: string): Promise<number>;
	close(): Promise<void>;
}

/** The beginning of an MP4, so that the first bytes look like media; the rest is random. */
const FTYP = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypisom\0\0\x02\0isomiso2', 'latin1')]);

export async function startRig(sizes: readonly number[]): Promise<Rig> {
	// Memory, where there is some: a disk would be measured instead.
	const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'bench-transfer-'));
	chmodSync(folder, 0o755); // nginx reads as another user when it was started by root
	const children: ChildProcess[] = [];
	const close = async () => {
		for (const child of children) {
			if (child.exitCode !== null || child.signalCode !== null) continue;
			child.kill('SIGTERM');
			await once(child, 'exit');
		}
		rmSync(folder, { recursive: true, force: true });
	};
	try {
		const files = join(folder, 'www');
		mkdirSync(files);
		for (const bytes of sizes) writeFile(join(files, `${bytes}.mp4`), bytes);
		const certificate = makeCertificate(folder);
		const [plain, tls] = [await freePort(), await freePort()];
		children.push(startNginx(folder, files, plain, tls));
		const compiled = compileSink(folder);
		const program = compiled ? [compiled] : [process.execPath, join(import.meta.dirname, 'sink.mts')];
		const startSink = async (delayMs: number) => {
			const child = spawn(program[0]!, [...program.slice(1), String(delayMs)], {
				stdio: ['ignore', 'pipe', 'inherit'],
			});
			children.push(child);
			const [port] = await once(createInterface(child.stdout), 'line');
			return `http://127.0.0.1:${port}`;
		};
		const [sink, slowSink] = [await startSink(0), await startSink(50)];
		const plainOrigin = `http://127.0.0.1:${plain}`;
		await reachable(plainOrigin);
		return {
			folder,
			plainOrigin,
			tlsOrigin: `https://127.0.0.1:${tls}`,
			certificate,
			file: (bytes) => `/${bytes}.mp4`,
			async hash(bytes) {
				const hash = createHash('sha256');
				for await (const piece of createReadStream(join(files, `${bytes}.mp4`))) hash.update(piece as Buffer);
				return hash.digest('hex');
			},
			sink,
			slowSink,
			sinkIsC: compiled !== null,
			received: async (of) => Number(await (await fetch(`${of}/count`)).text()),
			close,
		};
	} catch (error) {
		await close();
		throw error;
	}
}

function writeFile(path: string, bytes: number): void {
	const block = randomBytes(MIB);
	const file = openSync(path, 'w');
	for (let at = 0; at < bytes; at += MIB) {
		writeSync(
			file,
			at === 0 ? Buffer.concat([FTYP, block.subarray(FTYP.length)]) : block,
			0,
			Math.min(MIB, bytes - at),
		);
	}
	closeSync(file);
}

function makeCertificate(folder: string): string {
	const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
	const { status, stderr } = spawnSync('openssl', [
		...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
		...['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', certificate],
	]);
	if (status !== 0) throw new Error(`openssl made no certificate: ${String(stderr)}`);
	return certificate;
}

function startNginx(folder: string, files: string, plain: number, tls: number): ChildProcess {
	const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
		(name) => `${name}_temp_path ${folder}/${name};`,
	);
	const config = join(folder, 'nginx.conf');
	writeFileSync(
		config,
		`worker_processes 1; daemon off; pid ${folder}/nginx.pid; error_log ${folder}/nginx.log;
events { worker_connections 256; }
http {
	types { video/mp4 mp4; }
	access_log off; sendfile on; tcp_nopush on; send_timeout 10m; ${paths.join(' ')}
	server {
		listen 127.0.0.1:${plain};
		listen 127.0.0.1:${tls} ssl;
		ssl_certificate ${folder}/certificate.pem; ssl_certificate_key ${folder}/key.pem;
		root ${files};
	}
}
`,
	);
	return spawn('nginx', ['-c', config, '-e', join(folder, 'nginx.log')], { stdio: ['ignore', 'ignore', 'inherit'] });
}

/** null where there is no compiler. */
function compileSink(folder: string): string | null {
	const program = join(folder, 'sink');
	const { status } = spawnSync('gcc', ['-O2', '-o', program, join(import.meta.dirname, 'sink.c'), '-lpthread']);
	return status === 0 ? program : null;
}

async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as { port: number };
	await new Promise((done) => server.close(done));
	return port;
}

async function reachable(origin: string): Promise<void> {
	for (let attempt = 0; ; attempt++) {
		try {
			await (await fetch(origin)).text();
			return;
		} catch (error) {
			if (attempt === 50) throw error;
			await sleep(50);
		}
	}
}
