/**
 * `npm run bench:transfer`: how fast bytes move through this package, next to what people use today. One file, one machine,
 * loopback; nginx is the source, the sink only counts. Copies alternate, medians are compared. What cannot be measured is
 * said so in its figure, and the rest goes on. About 20 minutes; --quick about 4. --only=sizes,files,delayed,whole measures
 * some of it, beside the figures of earlier runs.
 */
import { type Bench, benchmark, isWanted, round } from './report.mts';
import { curlToCurl, library, rclone, type Wish } from './transfer/copiers.mts';
import { type Copier, growthMb, peakMb, race, type Result, seconds, speeds } from './transfer/race.mts';
import { MIB, type Rig, startRig } from './transfer/rig.mts';
import { ThroughN8n } from './transfer/through-n8n.mts';
import { TwoRequests } from './transfer/two-requests.mts';

const GIB = 1024 * MIB;
const [SMALL, MIDDLE, LARGE] = [64 * MIB, 512 * MIB, 2 * GIB];
/** All chunks of a process (Transfer Memory as shipped), and what connections and n8n's own work take beside them. */
const MEMORY_OF_FILES_MB = 120;
const [CURL, LIBRARY, N8N, TWO_NODES, RCLONE, ONE_CHUNK] = [
	'curl | curl',
	'library',
	'through n8n',
	"n8n's two HTTP Request nodes",
	'rclone',
	'library with one chunk at a time',
] as const;
const ALL = [CURL, LIBRARY, N8N, TWO_NODES, RCLONE];

const SEED = 19;

const sizeOf = (bytes: number) => (bytes >= GIB ? `${bytes / GIB} GiB` : `${bytes / MIB} MiB`);
const plainTitle = (bytes: number) => `${sizeOf(bytes)} plain`;
const tlsTitle = (bytes: number) => `${sizeOf(bytes)} TLS source`;
const filesTitle = (files: number) => `${files} × ${sizeOf(MIDDLE)} at once, together`;
const DELAYED = `${sizeOf(MIDDLE)}, 50 ms per request`;

/** What is compared: `wish` for all of `copiers`. */
interface Heat {
	/** Of the benchmark, for --only. */
	parts: readonly string[];
	title: string;
	wish: Wish;
	copiers: readonly string[];
}

await benchmark('transfer', async (bench) => {
	const runs = bench.quick ? 1 : 5;
	const large = bench.quick ? MIDDLE : LARGE;
	const rig = await startRig([...new Set([SMALL, MIDDLE, large])]);
	const n8n = lazily(() => ThroughN8n.start(rig));
	const twoNodes = lazily(() => TwoRequests.start(rig));
	try {
		bench.note(
			`Medians of ${runs} (3 where a copy takes longer than 30 s, 1 beyond 90 s), alternating; ratios are those to curl; files in memory; sink in ${rig.sinkIsC ? 'C' : 'Node (halves all speeds)'}; n8n's own nodes keep binary data in files, its default`,
		);
		const copierOf = (name: string, wish: Wish): Copier => ({
			name,
			copy: async () => {
				if (name === CURL) return await curlToCurl(rig, wish);
				if (name === RCLONE) return await rclone(rig, wish);
				if (name === N8N) return await (await n8n.get()).copy(wish);
				if (name === TWO_NODES) return await (await twoNodes.get()).copy(wish);
				return await library(rig, name === ONE_CHUNK ? { ...wish, chunks: 1 } : wish);
			},
		});
		// The first run of a node loads it.
		await race('warming up', 1, [copierOf(N8N, { bytes: SMALL }), copierOf(TWO_NODES, { bytes: SMALL })]);
		const results = new Map<string, Result[]>();
		for (const { parts, title, wish, copiers } of heats(bench.quick, large)) {
			if (!parts.some(isWanted)) continue;
			const measured = await race(
				title,
				runs,
				copiers.map((name) => copierOf(name, wish)),
			);
			results.set(title, measured);
			bench.figure(title, speeds(wish.bytes * (wish.files ?? 1), measured));
		}
		compare(bench, results, large);
		if (!isWanted('whole')) return;
		await hashed(bench, rig);
		await generated(bench, n8n);
		await withFaults(bench, n8n);
	} finally {
		await Promise.all([n8n.stop(), twoNodes.stop()]).finally(() => rig.close());
	}
});

function heats(quick: boolean, large: number): Heat[] {
	const sizes = [...new Set([SMALL, MIDDLE, large])];
	return [
		...sizes.map((bytes) => ({
			parts: bytes === MIDDLE ? ['sizes', 'files'] : ['sizes'],
			title: plainTitle(bytes),
			wish: { bytes },
			copiers: ALL,
		})),
		...sizes.map((bytes) => ({
			parts: ['sizes'],
			title: tlsTitle(bytes),
			wish: { bytes, tls: true },
			// n8n's own nodes would take minutes for what the smaller file shows.
			copiers: bytes === LARGE ? ALL.filter((name) => name !== TWO_NODES) : ALL,
		})),
		...[2, 4].map((files) => ({
			parts: ['files'],
			title: filesTitle(files),
			wish: { bytes: MIDDLE, files },
			copiers: quick && files === 2 ? ALL.filter((name) => name !== TWO_NODES) : ALL,
		})),
		{ parts: ['delayed'], title: DELAYED, wish: { bytes: MIDDLE, slow: true }, copiers: [...ALL, ONE_CHUNK] },
	];
}

/** The goals, from what the heats told. */
function compare({ figure }: Bench, results: ReadonlyMap<string, Result[]>, large: number): void {
	const find = (title: string, name: string) => results.get(title)!.find((result) => result.name === name)!;
	/** How many times as fast the first is; null where one of them was not measured. */
	const timesAsFast = (title: string, fast: string, slow: string) => {
		const [a, b] = [seconds(find(title, fast)), seconds(find(title, slow))];
		return a === null || b === null ? null : b / a;
	};
	const whyNot = (pairs: Array<[string, string]>) =>
		`not measured: ${pairs.flatMap(([title, name]) => find(title, name).failure ?? []).join('; ')}`;
	const goal = (
		name: string,
		valueOf: () => number | null,
		unit: string,
		[sign, limit]: ['≥' | '≤', number],
		pairs: Array<[string, string]>,
	) => {
		if (!pairs.every(([title]) => results.has(title))) return;
		const value = valueOf();
		const digits = unit === ' MB' ? 0 : 2;
		const met = value !== null && (sign === '≥' ? value >= limit : value <= limit);
		figure(name, value === null ? whyNot(pairs) : `${round(value, digits)}${unit}`, `${sign} ${limit}${unit}`, met);
	};
	for (const [title, limit] of [
		[plainTitle(SMALL), 0.9],
		[tlsTitle(SMALL), 0.9],
		[plainTitle(large), 0.7],
		[tlsTitle(large), 0.8],
		[filesTitle(2), 0.9],
		[filesTitle(4), 0.9],
		[DELAYED, 0.7],
	] as const) {
		const pairs: Array<[string, string]> = [
			[title, LIBRARY],
			[title, CURL],
		];
		goal(`library vs curl | curl, ${title}`, () => timesAsFast(title, LIBRARY, CURL), '', ['≥', limit], pairs);
	}
	const middle = plainTitle(MIDDLE);
	goal(
		`through n8n vs n8n's two HTTP Request nodes, ${middle}`,
		() => timesAsFast(middle, N8N, TWO_NODES),
		' ×',
		['≥', 10],
		[
			[middle, N8N],
			[middle, TWO_NODES],
		],
	);
	for (const name of [LIBRARY, N8N]) {
		goal(
			`${name}, peak memory at ${sizeOf(large)} minus at ${sizeOf(SMALL)}`,
			() => {
				const [small, big] = [peakMb(find(plainTitle(SMALL), name)), peakMb(find(plainTitle(large), name))];
				return small === null || big === null ? null : big - small;
			},
			' MB',
			['≤', 48],
			[
				[plainTitle(SMALL), name],
				[plainTitle(large), name],
			],
		);
	}
	for (const title of [middle, plainTitle(large)].filter((one) => results.has(one))) {
		const over = growthMb(find(title, TWO_NODES));
		const value = over === null ? whyNot([[title, TWO_NODES]]) : `${round(over, 0)} MB`;
		if (title !== middle || large !== MIDDLE) figure(`n8n's two HTTP Request nodes, ${title}: memory over idle`, value);
	}
	const four = filesTitle(4);
	for (const name of [LIBRARY, N8N]) {
		const pairs: Array<[string, string]> = [
			[middle, name],
			[four, name],
		];
		const gain = () => {
			const [one, all] = [seconds(find(middle, name)), seconds(find(four, name))];
			return one && all ? (4 * one) / all : null;
		};
		goal(`${name}, 4 files at once vs 1, together`, gain, '', ['≥', 1], pairs);
		goal(
			`${name}, memory of 4 files at once over idle`,
			() => growthMb(find(four, name)),
			' MB',
			['≤', MEMORY_OF_FILES_MB],
			[[four, name]],
		);
	}
	goal(
		'50 ms per request: ours vs one chunk at a time',
		() => timesAsFast(DELAYED, LIBRARY, ONE_CHUNK),
		' ×',
		['≥', 1.8],
		[
			[DELAYED, LIBRARY],
			[DELAYED, ONE_CHUNK],
		],
	);
}

async function hashed({ figure }: Bench, rig: Rig): Promise<void> {
	const [result] = await race(`library, ${tlsTitle(MIDDLE)}, hashed`, 1, [
		{ name: LIBRARY, copy: () => library(rig, { bytes: MIDDLE, tls: true, hash: true }) },
	]);
	figure(`${tlsTitle(MIDDLE)}, SHA-256 on the way`, speeds(MIDDLE, [result!]));
	const [copy] = result!.copies;
	const same = copy !== undefined && copy.sha256 === (await rig.hash(MIDDLE));
	const said = copy === undefined ? `not measured: ${result!.failure}` : same ? 'yes' : 'no';
	figure(`${tlsTitle(MIDDLE)}: the same SHA-256 arrived`, said, 'yes', same);
}

/** The largest file: nothing of it is on a disk, and what arrives is hashed at the far end. */
async function generated({ figure, note, quick }: Bench, n8n: Lazy<ThroughN8n>): Promise<void> {
	const bytes = quick ? GIB : 5 * GIB;
	const title = `through n8n, ${sizeOf(bytes)} generated`;
	note(
		`${sizeOf(bytes)} are made by the local Zoom while it sends them and hashed by the local Kaltura, on the same cores`,
	);
	let told: Awaited<ReturnType<ThroughN8n['copyGenerated']>> | null = null;
	const [result] = await race(title, 1, [
		{ name: N8N, copy: async () => (told = await (await n8n.get()).copyGenerated(bytes)).copy },
	]);
	const one = told as Awaited<ReturnType<ThroughN8n['copyGenerated']>> | null;
	const missing = `not measured: ${result!.failure}`;
	figure(title, speeds(bytes, [result!]));
	const same = one !== null && one.sha256 === one.expected;
	figure(`${title}: the same SHA-256 arrived`, one === null ? missing : same ? 'yes' : 'no', 'yes', same);
	const over = one === null ? Infinity : one.copy.peakMb! - one.copy.idleMb!;
	figure(`${title}: memory over idle`, one === null ? missing : `${round(over, 0)} MB`, '≤ 96 MB', over <= 96);
	const p99 = one?.lag.p99 ?? Infinity;
	figure(`${title}: event-loop lag p99`, one === null ? missing : `${round(p99, 1)} ms`, '< 100 ms', p99 < 100);
	if (one) {
		const { p50, max } = one.lag;
		figure(`${title}: event-loop lag, median and longest`, `${round(p50, 1)} ms, ${round(max, 0)} ms`);
	}
}

/** How long others wait for n8n while files travel and things go wrong; the same things for the same seed. */
async function withFaults({ figure, quick }: Bench, n8n: Lazy<ThroughN8n>): Promise<void> {
	const bytes = (quick ? 64 : 256) * MIB;
	const title = `through n8n, 4 × ${sizeOf(bytes)} with faults at random (seed ${SEED}): event-loop lag p99`;
	let state = SEED;
	const next = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
	try {
		const { p50, p99, max } = await (await n8n.get()).lagWithFaults(bytes, next);
		const said = `${round(p99, 1)} ms (median ${round(p50, 1)} ms, longest ${round(max, 0)} ms)`;
		figure(title, said, '< 100 ms', p99 < 100);
	} catch (error) {
		figure(title, `not measured: ${(error as Error).message.slice(0, 200)}`, '< 100 ms', false);
	}
}

interface Lazy<T> {
	get(): Promise<T>;
	stop(): Promise<void>;
}

/** Started when it is first needed; when it cannot start, whoever needs it learns why. */
function lazily<T extends { stop(): Promise<void> }>(start: () => Promise<T>): Lazy<T> {
	let started: Promise<T> | null = null;
	return {
		get: () => (started ??= start()),
		stop: async () => {
			const running = await started?.catch(() => null); // it never ran
			await running?.stop();
		},
	};
}
