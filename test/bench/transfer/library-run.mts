/**
 * One process of bench:transfer: moves files with lib/transfer and the Kaltura sink, without n8n, and prints how it went as
 * one line of JSON. Asked for by the environment, so that its memory and time are its own.
 *
 *   SOURCE, SINK   URLs · SIZE bytes · FILES at once · CHUNKS in flight, at most · HASH to hash what arrived
 */
import { built } from '../built.mts';

const { AllowedHosts } = built('lib/transfer/allowed-hosts');
const { MediaConnection } = built('lib/transfer/connection');
const { mediaSource } = built('lib/transfer/media-source');
const { probeMedia } = built('lib/transfer/probe');
const { chunkBytesFor, transfer } = built('lib/transfer/transfer');
const { UploadConnection } = built('lib/transfer/upload-connection');
const { KalturaUploadSink } = built('lib/kaltura/upload-sink');

const { SOURCE = '', SINK = '', SIZE = '0', FILES = '1', CHUNKS, CHUNK_BYTES, HASH } = process.env;
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
		chunkBytes: CHUNK_BYTES ? Number(CHUNK_BYTES) : chunkBytesFor(size),
		...(CHUNKS ? { chunksInFlight: Number(CHUNKS) } : {}),
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
