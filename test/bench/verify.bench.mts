/**
 * What proving costs before anything leaves Zoom: requests, time and memory for 10,000 recordings, and the plan over them.
 *
 *   npm run bench:verify [-- --quick] [-- --only=verify,page]
 *
 * The operation is that of the built package; only n8n's request function is replaced by a plain one.
 */

import { callControl } from '../../sandbox/control-call.mts';
import type { Sandbox } from '../../scripts/demo/sandbox.mts';
import { startSandbox } from '../../scripts/demo/sandbox.mts';
import { reportPage } from './report-page.mts';
import { built } from './built.mts';
import { type Bench, benchmark, isWanted, round } from './report.mts';

/* eslint-disable @typescript-eslint/no-explicit-any -- the built package is loaded without its types */

const { createKalturaClient } = built('lib/kaltura/client');
const { verify } = built('nodes/KalturaMedia/operations/recording/verify.operation');
const { planCleanup } = built('lib/policy/cleanup/cleanup');
const { ParameterReader } = built('lib/n8n/parameters');

/** The first entry of the data set entries-<n>, epoch seconds; one an hour, each an hour long. */
const FIRST = 1_700_000_000;

await benchmark('verify', async (bench) => {
	if (isWanted('verify')) await verifyMany(bench);
	if (isWanted('page')) await reportPage(bench);
});

async function verifyMany({ figure, note, quick }: Bench): Promise<void> {
	const count = quick ? 1000 : 10_000;
	note(`${count} recordings of three files, each with its ready entry in the local Kaltura, in a process of its own.`);
	const sandbox = await startSandbox({ data: 'empty', indexLagMs: 0 });
	try {
		await callControl(sandbox.kaltura.control, 'POST', '/reset', { data: `entries-${count}` });
		const { kaltura } = open(sandbox);
		await kaltura.call('session', 'get');
		await callControl(sandbox.kaltura.control, 'DELETE', '/requests');

		const items = Array.from({ length: count }, (_, index) => recordingOf(index));
		const base = process.memoryUsage.rss();
		let peak = base;
		const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 20);
		const started = performance.now();
		const answers = await verify.runAll(items.map((json, index) => callOf(kaltura, json, index)));
		const seconds = (performance.now() - started) / 1000;
		clearInterval(watch);

		const proven = answers.filter((answer: any) => answer.proof?.verdict === 'proven').length;
		if (proven !== count)
			throw new Error(`${proven} of ${count} are proven: ${answers[0].error ?? JSON.stringify(answers[0])}`);
		const counts = (await callControl(sandbox.kaltura.control, 'GET', '/counts')) as { total: number; writes: number };
		const each = counts.total / count;
		figure(`Verify, ${count} recordings: Kaltura requests per recording`, round(each, 4), '≤ 0.05', each <= 0.05);
		figure(`Verify, ${count} recordings: writes`, counts.writes, '0', counts.writes === 0);
		figure(`Verify, ${count} recordings: time`, `${round(seconds)} s (${Math.round(count / seconds)} recordings/s)`);
		const grown = (peak - base) / 2 ** 20;
		figure(`Verify, ${count} recordings: memory above the input`, `${Math.round(grown)} MB`, '≤ 300 MB', grown <= 300);

		const again = performance.now();
		const planned = plan(answers);
		const milliseconds = performance.now() - again;
		const due = planned.filter(({ decision }: any) => decision === 'trash').length;
		if (due !== 200) throw new Error(`${due} recordings would go instead of 200: ${JSON.stringify(planned[0])}`);
		figure(`Plan Cleanup, ${count} recordings: time of the rule`, `${Math.round(milliseconds)} ms`);
	} finally {
		await sandbox.stop();
	}
}

function plan(answers: any[]): any[] {
	const at = new Date(FIRST * 1000).toISOString();
	const ledger = new Map(
		answers.map(({ accountId, meetingUuid }) => [
			`${accountId} ${meetingUuid}`,
			[{ status: 'imported', files: 3, sizeBytes: 3_000_000, createdAt: at, lastAttemptAt: at }],
		]),
	);
	const settings = {
		retentionDays: 30,
		maximumPerRun: 200,
		mostPercent: 50,
		heldHosts: ['ann@example.edu'],
		heldMeetings: [],
		heldMembers: new Map(),
		holdField: '',
		unknownHoldField: 'keep',
	};
	const candidates = answers.map(({ proof, ...recording }) => ({ recording, proof }));
	return planCleanup(candidates, ledger, settings, Date.now());
}

function recordingOf(index: number): Record<string, unknown> {
	const start = FIRST + index * 3600;
	const iso = (seconds: number) => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
	const [startedAt, endedAt] = [iso(start), iso(start + 3600)];
	const file = (id: string, fileType: string, recordingType: string, extension: string) => ({
		id: `${id}-${index}`,
		fileType,
		recordingType,
		extension,
		sizeBytes: 1_000_000,
		status: 'completed',
	});
	return {
		accountId: 'bench',
		meetingUuid: Buffer.from(`meeting-${String(index).padStart(8, '0')}`).toString('base64'),
		meetingId: String(90_000_000_000 + index),
		kind: 'meeting',
		type: 2,
		topic: `Lecture ${index}`,
		host: { id: `host${index % 200}`, email: null },
		startedAt,
		endedAt,
		timezone: 'UTC',
		complete: true,
		sizeBytes: 3_000_000,
		segments: [
			{
				startedAt,
				endedAt,
				files: [
					file('video', 'MP4', 'shared_screen_with_speaker_view', 'mp4'),
					file('audio', 'M4A', 'audio_only', 'm4a'),
					file('timeline', 'TIMELINE', 'timeline', 'json'),
				],
			},
		],
	};
}

/** An item with the parameters as the form has them by default. */
function callOf(kaltura: any, json: Record<string, unknown>, itemIndex: number) {
	const parameters: Record<string, unknown> = { zoomTranscription: true, captions: {}, files: {}, options: {} };
	const context = {
		getNode: () => ({ parameters }),
		getNodeParameter: (name: string, _: number, fallback: unknown) => parameters[name] ?? fallback,
	};
	return {
		kaltura,
		item: { json },
		itemIndex,
		context,
		signal: undefined,
		parameter: new ParameterReader(context, itemIndex),
	};
}

function open(sandbox: Sandbox): { kaltura: any } {
	const { kalturaApi } = sandbox.credentials as Record<string, any>;
	const transport = async ({ path, body }: { path: string; body: string }) => {
		const answer = await fetch(`${kalturaApi.serviceUrl}${path}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body,
		});
		return { status: answer.status, headers: Object.fromEntries(answer.headers), text: await answer.text() };
	};
	const account = {
		serviceUrl: kalturaApi.serviceUrl,
		partnerId: Number(kalturaApi.partnerId),
		authentication: 'adminSecret',
		adminSecret: kalturaApi.adminSecret,
		userId: kalturaApi.userId,
		privileges: kalturaApi.privileges,
		sessionExpirySeconds: 86_400,
	};
	return { kaltura: createKalturaClient(transport, { account }) };
}
