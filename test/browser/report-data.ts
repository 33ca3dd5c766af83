/** A term of a made-up university, the same on every run. */
const HOSTS = [
	'ann.lee',
	'bo.andersson',
	'chloe.dubois',
	'david.okafor',
	'elif.kaya',
	'farah.haddad',
	'gina.rossi',
	'hugo.silva',
	'ines.moreau',
	'jun.tanaka',
	'kofi.mensah',
	'lena.vogt',
	'mia.novak',
	'noor.aziz',
];
const TOPICS = [
	'Statistics I, weekly lecture',
	'Organic chemistry',
	'Seminar: Law & ethics',
	'Office hours',
	'Project review',
	'Modern history',
	'Linear algebra',
];

const OUTCOMES = [
	[0.88, { status: 'imported', reason: 'imported', message: 'The recording became 1 entry.', nextStep: '' }],
	[
		0.93,
		{
			status: 'skipped',
			reason: 'not-in-opt-in-group',
			message: 'The owner is in none of the opt-in groups Lecturers.',
			nextStep: 'Add the owner to one of the groups in Kaltura to import the recording.',
		},
	],
	[
		0.95,
		{
			status: 'skipped',
			reason: 'too-short',
			message: 'The recording is 40 seconds long, shorter than the minimum of 2 min.',
			nextStep: 'Lower Minimum Duration to import the recording.',
		},
	],
	[
		0.965,
		{
			status: 'waiting',
			reason: 'files-processing',
			message: 'Zoom is still processing 1 file of this recording.',
			nextStep: 'Nothing to do: the next event or the reconcile workflow takes it up.',
		},
	],
	[
		0.98,
		{
			status: 'needs-attention',
			reason: 'several-owners',
			message: 'The host matches several Kaltura users by e-mail: ann.lee, alee2.',
			nextStep: 'Leave the e-mail or external ID with one of them in Kaltura.',
		},
	],
	[
		0.985,
		{
			status: 'partial',
			reason: 'some-files-failed',
			message: '1 of 3 files could not be imported.',
			nextStep: 'Look at the outcome of each file.',
		},
	],
	[
		0.993,
		{
			status: 'failed',
			reason: 'import-failed-in-kaltura',
			message: 'Kaltura could not import entry 0_ab12cd34 (conversionFailed).',
			nextStep: 'Retry the recording: the file is fetched again.',
		},
	],
	[
		1,
		{
			status: 'failed',
			reason: 'kaltura-unavailable',
			message: 'Kaltura could not answer: HTTP 503.',
			nextStep: 'Nothing to do now: the recording is retried.',
		},
	],
] as const;

/** mulberry32 */
function random(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	};
}

/** Rows as a Data Table node gives them, spread over the days before `now` with quiet weekends. */
export function termLedger(count: number, now: number, days = 45, seed = 2026): Array<Record<string, unknown>> {
	const next = random(seed);
	const pick = <T>(list: readonly T[]) => list[Math.floor(next() ** 1.4 * list.length)]!;
	return Array.from({ length: count }, (_, index) => {
		let at = now;
		do at = now - next() * days * 864e5;
		while ([0, 6].includes(new Date(at).getUTCDay()) && next() < 0.85);
		const roll = next();
		const [, outcome] = OUTCOMES.find(([until]) => roll < until)!;
		const host = `${pick(HOSTS)}@example.edu`;
		return {
			id: index + 1,
			account: 'main-campus',
			meetingUuid: `uuid${index}==`,
			meetingId: String(98_000_000_000 + index),
			kind: 'meeting',
			topic: pick(TOPICS),
			hostEmail: host,
			startedAt: new Date(at - 3 * 36e5).toISOString(),
			sizeBytes: Math.round(1e8 + next() * 9e8),
			segments: 1,
			files: 3,
			...outcome,
			retryable: outcome.status === 'waiting',
			owner: host,
			ownerRule: pick(['user-id', 'email', 'user-id', 'user-id', 'default-user', 'created']),
			entryIds: '0_ab12cd34',
			source: pick(['live', 'reconcile', 'live', 'backfill']),
			attempts: 1,
			lastAttemptAt: new Date(at).toISOString(),
			createdAt: new Date(at).toISOString(),
		};
	});
}
