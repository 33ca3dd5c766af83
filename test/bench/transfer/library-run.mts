/**
 * One process of bench:transfer: moves files with lib/transfer and the Kaltura sink, without n8n, and prints how it went as
 * one line of JSON. Asked for by the environment, so that its memory and time are its own.
 *
 *   SOURCE, SINK   URLs · SIZE bytes · FILES at once · CHUNKS in flight · HASH to hash what arrived
 */
import { createRequire } from 'node:module';

import { repository } from '../../../scripts/install/paths.mjs';

const product = createRequire(`${process.env.DIST ?? `${repository}/dist`}/lib/`);
const { AllowedHosts } = product('./transfer/allowed-hosts.js');
const { MediaConnection } = product('./transfer/connection.js');
const { mediaSource } = product('./transfer/media-source.js');
const { probeMedia } = product('./transfer/probe.js');
const { transfer } = product('./transfer/transfer.js');
const { UploadConnection } = product('./transfer/upload-connection.js');
const { KalturaUploadSink } = product('./kaltura/upload-sink.js');

const { SOURCE = '', SINK = '', SIZE = '0', FILES = '1', CHUNKS = '2', HASH } = process.env;
const size = Number(SIZE);
const connection = new MediaConnection({ allowed: new AllowedHosts(new URL(SOURCE).origin) });
const upload = new UploadConnection(SINK);
// The API calls around an upload are a handful of small requests; here only the bytes count.
const uploads = {
	create: async () => ({ id: 'sink', status: 0, uploadedFileSize: 0 }),
	delete: async () => true,
	target: async () => ({ url: `${SINK}/api_v3/service/uploadToken/action/upload`, session: 'session' }),
};
const sourceOf = () => ({
	name: 'the file',
	expectedBytes: size,
	kind: 'media',
	access: async () => ({ url: SOURCE }),
});
const moveOne = async () => {
	const source = mediaSource(connection, sourceOf());
	const file = { fileName: 'bench.mp4', sizeBytes: size };
	const sink = new KalturaUploadSink(uploads, upload.post.bind(upload), file, { takeOverSeconds: null });
	return await transfer(source, sink, {
		chunksInFlight: Number(CHUNKS),
		...(HASH ? { hash: 'sha256' } : {}),
	});
};

// Idle is a process that has everything loaded, as n8n has: it has looked at the file, and moved nothing.
await probeMedia(connection, sourceOf());
const idle = process.memoryUsage.rss();
const started = performance.now();
const cpu = process.cpuUsage();
const reports = await Promise.all(Array.from({ length: Number(FILES) }, moveOne));
const seconds = (performance.now() - started) / 1000;
const { user, system } = process.cpuUsage(cpu);
console.log(
	JSON.stringify({
		seconds,
		bytes: reports.reduce((sum: number, { bytes }: { bytes: number }) => sum + bytes, 0),
		idleMb: idle / 2 ** 20,
		peakMb: process.resourceUsage().maxRSS / 1024,
		sha256: reports[0]?.hash?.hex,
		cpuSeconds: (user + system) / 1e6,
	}),
);
await Promise.all([connection.close(), upload.close()]);
