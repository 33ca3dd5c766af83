/**
 * `npm run bench:transfer`: how fast bytes move through this package, next to what people use today. One file, one machine,
 * loopback; nginx is the source, the sink only counts. Copies alternate, medians are compared.
 */
import { type Bench, benchmark, percentile, round } from './report.mts';
import { type Copy, curlToCurl, library, rclone, type Wish } from './transfer/copiers.mts';
import { MIB, type Rig, startRig } from './transfer/rig.mts';
import { ThroughN8n } from './transfer/through-n8n.mts';

const GIB = 1024 * MIB;
const [SMALL, MIDDLE, LARGE] = [64 * MIB, 512 * MIB, 2 * GIB];
/** Three chunks: two in flight, one being filled. */
const MEMORY_OF_A_FILE_MB = 30;

await benchmark('transfer', async (bench) => {
	const runs = bench.quick ? 1 : 5;
	const large = bench.quick ? MIDDLE : LARGE;
	const rig = await startRig([...new Set([SMALL, MIDDLE, large])]);
	try {
		bench.note(
			`${runs} run${runs === 1 ? '' : 's'} of each, alternating, medians; files in memory; sink in ${rig.sinkIsC ? 'C' : 'Node (halves all speeds)'}`,
		);
		await compareWithCurl(bench, rig, runs, large);
		await severalAtOnce(bench, rig, runs);
		await withDelay(bench, rig, runs);
		await insideN8n(bench, rig, runs, large);
	} finally {
		await rig.close();
	}
});

async function compareWithCurl({ figure }: Bench, rig: Rig, runs: number, large: number): Promise<void> {
	const name = (bytes: number) => (bytes >= GIB ? `${bytes / GIB} GiB` : `${bytes / MIB} MiB`);
	const peaks = new Map<number, number>();
	for (const bytes of [...new Set([SMALL, MIDDLE, large])]) {
		const [ours, theirs] = await alternate(runs, [() => library(rig, { bytes }), () => curlToCurl(rig, { bytes })]);
		peaks.set(bytes, percentile(ours!.map(({ peakMb }) => peakMb!)));
		figure(`library, ${name(bytes)} plain`, speed(bytes, ours!));
		figure(`curl | curl, ${name(bytes)} plain`, speed(bytes, theirs!));
		if (bytes === large) {
			const ratio = median(theirs!) / median(ours!);
			figure(`library vs curl | curl, ${name(bytes)} plain`, round(ratio), '≥ 0.70', ratio >= 0.7);
		}
	}
	const tls: Wish = { bytes: large, tls: true };
	const [ours, theirs] = await alternate(runs, [() => library(rig, tls), () => curlToCurl(rig, tls)]);
	figure(`library, ${name(large)} TLS source`, speed(large, ours!));
	figure(`curl | curl, ${name(large)} TLS source`, speed(large, theirs!));
	const ratio = median(theirs!) / median(ours!);
	figure(`library vs curl | curl, ${name(large)} TLS source`, round(ratio), '≥ 0.80', ratio >= 0.8);
	const hashed = await library(rig, { bytes: MIDDLE, tls: true, hash: true });
	const same = hashed.sha256 === (await rig.hash(MIDDLE));
	figure('library, 512 MiB TLS source, hashed on the way', speed(MIDDLE, [hashed]));
	figure('library, 512 MiB TLS source: the same SHA-256 arrived', same ? 'yes' : 'no', 'yes', same);
	const growth = peaks.get(large)! - peaks.get(SMALL)!;
	figure(`library, peak memory at ${name(large)} minus at 64 MiB`, `${round(growth, 0)} MB`, '≤ 48 MB', growth <= 48);
	const other = await rclone(rig, { bytes: MIDDLE });
	if (other) figure('rclone copyurl to its own WebDAV server (which stores), 512 MiB', speed(MIDDLE, [other]));
}

async function severalAtOnce({ figure }: Bench, rig: Rig, runs: number): Promise<void> {
	const wish = (files: number) => () => library(rig, { bytes: MIDDLE, files });
	const [one, two, four] = await alternate(Math.min(runs, 3), [wish(1), wish(2), wish(4)]);
	figure('library, 512 MiB, 1 file', speed(MIDDLE, one!));
	figure('library, 512 MiB, 2 files at once, together', speed(2 * MIDDLE, two!));
	figure('library, 512 MiB, 4 files at once, together', speed(4 * MIDDLE, four!));
	const ratio = (4 * median(one!)) / median(four!);
	figure('4 files at once vs 1, together', round(ratio), '≥ 1.0', ratio >= 1);
	const over = percentile(four!.map(({ peakMb, idleMb }) => peakMb! - idleMb!));
	const most = 4 * MEMORY_OF_A_FILE_MB;
	figure('memory of 4 files at once over idle', `${round(over, 0)} MB`, `≤ ${most} MB`, over <= most);
}

async function withDelay({ figure }: Bench, rig: Rig, runs: number): Promise<void> {
	const wish = (chunks: number): Wish => ({ bytes: MIDDLE, slow: true, chunks });
	const [two, one] = await alternate(Math.min(runs, 3), [() => library(rig, wish(2)), () => library(rig, wish(1))]);
	figure('50 ms per request: two chunks in flight, 512 MiB', speed(MIDDLE, two!));
	figure('50 ms per request: one chunk at a time, 512 MiB', speed(MIDDLE, one!));
	const ratio = median(one!) / median(two!);
	figure('50 ms per request: ours vs one chunk at a time', `${round(ratio)} ×`, '≥ 1.8 ×', ratio >= 1.8);
}

async function insideN8n({ figure, note, quick }: Bench, rig: Rig, runs: number, large: number): Promise<void> {
	const n8n = await ThroughN8n.start(rig);
	try {
		await n8n.copy({ bytes: SMALL }); // loads the node
		const middle: Wish = { bytes: MIDDLE };
		const [ours, theirs] = await alternate(Math.min(runs, 3), [() => n8n.copy(middle), () => n8n.twoRequests(middle)]);
		figure('through n8n, 512 MiB', speed(MIDDLE, ours!));
		figure("n8n's two HTTP Request nodes, 512 MiB", speed(MIDDLE, theirs!));
		figure("n8n's two HTTP Request nodes, 512 MiB, memory over idle", growthOf(theirs!));
		const ratio = median(theirs!) / median(ours!);
		figure("through n8n vs n8n's two HTTP Request nodes, 512 MiB", `${round(ratio, 1)} ×`, '≥ 10 ×', ratio >= 10);
		const [small, big] = await alternate(Math.min(runs, 3), [
			() => n8n.copy({ bytes: SMALL }),
			() => n8n.copy({ bytes: large }),
		]);
		const growth = percentile(big!.map(({ peakMb }) => peakMb!)) - percentile(small!.map(({ peakMb }) => peakMb!));
		figure(`through n8n, ${large / MIB} MiB`, speed(large, big!));
		figure(
			`through n8n, peak memory at ${large / MIB} MiB minus at 64 MiB`,
			`${round(growth, 0)} MB`,
			'≤ 48 MB',
			growth <= 48,
		);
		const four = await n8n.copy({ bytes: MIDDLE, files: 4 });
		figure('through n8n, 512 MiB, 4 files at once, together', speed(4 * MIDDLE, [four]));

		const bytes = quick ? GIB : 5 * GIB;
		note(
			`${bytes / GIB} GiB are made by the local Zoom while it sends them and hashed by the local Kaltura, on the same cores`,
		);
		const { copy, lag, sha256, expected } = await n8n.copyGenerated(bytes);
		figure(`through n8n, ${bytes / GIB} GiB generated`, speed(bytes, [copy]));
		figure(
			`through n8n, ${bytes / GIB} GiB: the same SHA-256 arrived`,
			sha256 === expected ? 'yes' : 'no',
			'yes',
			sha256 === expected,
		);
		const over = copy.peakMb! - copy.idleMb!;
		figure(`through n8n, ${bytes / GIB} GiB: memory over idle`, `${round(over, 0)} MB`, '≤ 96 MB', over <= 96);
		figure(`through n8n, ${bytes / GIB} GiB: event-loop lag p99`, `${round(lag.p99, 1)} ms`, '< 100 ms', lag.p99 < 100);
		figure(
			`through n8n, ${bytes / GIB} GiB: event-loop lag, median and longest`,
			`${round(lag.p50, 1)} ms, ${round(lag.max, 0)} ms`,
		);
	} finally {
		await n8n.stop();
	}
}

/** Runs A B A B …, so that what else happens on the machine hits all of them. */
async function alternate(runs: number, copies: ReadonlyArray<() => Promise<Copy>>): Promise<Copy[][]> {
	const results: Copy[][] = copies.map(() => []);
	for (let run = 0; run < runs; run++) {
		for (const [index, copy] of copies.entries()) results[index]!.push(await copy());
	}
	return results;
}

function median(copies: readonly Copy[]): number {
	return percentile(copies.map(({ seconds }) => seconds));
}

function speed(bytes: number, copies: readonly Copy[]): string {
	return `${Math.round(bytes / 1e6 / median(copies))} MB/s`;
}

function growthOf(copies: readonly Copy[]): string {
	return `${Math.round(percentile(copies.map(({ peakMb, idleMb }) => peakMb! - idleMb!)))} MB`;
}
