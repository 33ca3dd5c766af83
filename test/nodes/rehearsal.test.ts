import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { reportOf } from '../../lib/policy/setup/rehearsal/report';
import type { StepRow } from '../../lib/policy/setup/rehearsal/step';
import { STEPS } from '../../lib/policy/setup/rehearsal/steps';
import { STEP_ORDER } from '../../lib/pipeline/rehearsal/rehearse';
import { ZoomKalturaSetup } from '../../nodes/ZoomKalturaSetup/ZoomKalturaSetup.node';
import { N8nContext } from '../n8n-context';
import { type Sandbox, startSandbox } from '../sandbox';

// The rehearsal, played against a local Zoom and a local Kaltura in which one thing after the other is not as assumed. What it
// says then is what an admin of such an account would read.

const USER = 'ann.lee@example.edu';
const CATEGORY = 'MediaSpace>site>channels>CS101';
const CHAPTERS = JSON.stringify({
	meeting_uuid: 'x',
	chapters: [{ title: 'Leaves of Ann', start_time: 3 }],
	'00:01': 'Ann',
});

let sandbox: Sandbox;
let n8n: N8nContext;
beforeAll(async () => {
	sandbox = await startSandbox({ data: 'demo', indexLagMs: 100, conversionMs: 20 });
});
afterAll(() => sandbox.stop());
beforeEach(async () => {
	await sandbox.control.zoom.reset('demo');
	await sandbox.control.kaltura.reset('demo');
	await sandbox.control.kaltura.settings({ importAttempts: 1 });
	n8n = new N8nContext({ ...sandbox.credentials });
});

const WISHES = { user: USER, category: CATEGORY, person: USER, waitSeconds: 10 };

/** One part, as the workflow runs it. */
async function part(state: unknown, wishes: Record<string, unknown> = {}, signal?: AbortSignal): Promise<any> {
	const [items] = await n8n.runNode(new ZoomKalturaSetup(), {
		parameters: { operation: 'rehearse', state, ...WISHES, ...wishes } as never,
		...(signal ? { signal } : {}),
	});
	return items![0]!.json;
}

/** All parts; the rows by step. */
async function rehearse(wishes: Record<string, unknown> = {}): Promise<Map<string, StepRow>> {
	let answer = await part('', wishes);
	while (!answer.done) answer = await part(answer.state, wishes);
	return new Map((JSON.parse(answer.rows) as StepRow[]).map((row) => [row.step, row]));
}

const entries = async (): Promise<any[]> =>
	(await sandbox.control.kaltura.call('GET', '/state?all=1')).entries.filter(({ status }: any) => Number(status) !== 3);
const USED_UP = 3;
const openUploads = async (): Promise<any[]> =>
	(await sandbox.control.kaltura.state()).uploadTokens.filter(({ status }: any) => Number(status) < USED_UP);
const results = (rows: Map<string, StepRow>, result: string) =>
	[...rows.values()].filter((row) => row.result === result).map(({ step }) => step);

test('every step that is judged is done, and every step that is done is judged', () => {
	expect([...STEP_ORDER].sort()).toEqual(Object.keys(STEPS).sort());
});

test('in an account that is as assumed every step says so, and nothing is left or changed', async () => {
	await sandbox.control.zoom.addMeeting({
		topic: 'Botany with chapters',
		host: USER,
		files: [
			{ recordingType: 'gallery_view' },
			{ recordingType: 'audio_transcript' },
			{ recordingType: 'chat_file' },
			{ recordingType: 'summary_smart_chapters', text: CHAPTERS },
		],
	});
	await sandbox.control.zoom.clearRequests();
	const rows = await rehearse();
	expect(results(rows, 'problem')).toEqual([]);
	expect(results(rows, 'warning')).toEqual([]);
	expect(results(rows, 'skipped')).toEqual(['zoom-person-write']);
	expect([...rows.keys()]).toEqual(STEP_ORDER);
	expect(rows.get('zoom-chapters')!.facts.form).toEqual([
		'json.meeting_uuid:string',
		'json.chapters[].title:string',
		'json.chapters[].start_time:number',
		'json.*:string',
	]);
	expect(rows.get('kaltura-proof')!.facts).toEqual({ entries: 2, sources: 2, same: 2, durations: 2 });
	expect(await entries()).toEqual([]);
	expect(await openUploads()).toEqual([]);
	// Nothing was written to Zoom, and its token reached no other host.
	const written = (await sandbox.control.zoom.requests()).filter(
		({ method, path }) => path.startsWith('/v2/') && method !== 'GET',
	);
	expect(written).toEqual([]);
	const strays = await sandbox.control.zoom.strayAuthorizations();
	expect(JSON.stringify(strays)).not.toContain('undici');
});

/** The scopes of the app but for some. */
const without = async (scope: RegExp) => {
	const { accountId, clientId, clientSecret, tokenUrl } = sandbox.credentials.zoomServerToServerOAuth2Api;
	const answer = await fetch(tokenUrl, {
		method: 'POST',
		headers: { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` },
		body: new URLSearchParams({ grant_type: 'account_credentials', account_id: accountId }),
	});
	const { scope: granted } = (await answer.json()) as { scope: string };
	return { scopes: granted.split(' ').filter((one) => !scope.test(one)) };
};

describe('what is not as assumed is named, with what follows from it', () => {
	const CASES: Array<[string, () => Promise<unknown>, Array<[string, string, RegExp]>]> = [
		[
			'a missing scope',
			async () => sandbox.control.zoom.settings(await without(/^user:read/)),
			[
				['zoom-scopes', 'problem', /lacks user:read:user:admin\..*Marketplace/],
				['zoom-person', 'warning', /Zoom did not show the user \(zoom-4711/],
			],
		],
		[
			'a scope that Zoom does not offer to every app',
			async () => sandbox.control.zoom.settings(await without(/list_recording_files/)),
			[
				['zoom-scopes', 'warning', /looked up in listings/],
				['zoom-reading', 'warning', /found in a listing/],
				['kaltura-pull', 'skipped', /Kaltura must not get/],
				['kaltura-upload', 'ok', /Ready/],
			],
		],
		[
			'HEAD refused by the signed address',
			() => sandbox.control.zoom.settings({ downloads: { head: 'refuse' } }),
			[
				['zoom-head', 'warning', /refused with HTTP 403/],
				['zoom-download', 'ok', /after 1 redirect from another host, in parts/],
			],
		],
		[
			'parts that are not given',
			() => sandbox.control.zoom.settings({ downloads: { ranges: 'ignore', delivery: 'direct' } }),
			[['zoom-download', 'warning', /the whole was sent/]],
		],
		[
			'a pull that is not possible',
			() => sandbox.control.kaltura.settings({ importHeaders: 'none' }),
			[
				['kaltura-pull', 'warning', /Through n8n/],
				['kaltura-conversion', 'skipped', /could not fetch/],
				['kaltura-upload', 'ok', /Ready/],
				['kaltura-proof', 'ok', /The only entry has/],
			],
		],
		[
			'missing plugins',
			() => sandbox.control.kaltura.settings({ missingPlugins: ['caption', 'attachment'] }),
			[
				['kaltura-caption', 'warning', /no caption plugin.*CAPTION_MODIFY/],
				['kaltura-attachment', 'warning', /no attachment plugin.*ATTACHMENT_MODIFY/],
			],
		],
		[
			'permissions that the role lacks',
			() =>
				sandbox.control.kaltura.settings({
					missingPermissions: ['CAPTION_MODIFY', 'CONTENT_MANAGE_ASSIGN_CATEGORIES'],
				}),
			[
				['kaltura-permissions', 'warning', /lacks CONTENT_MANAGE_ASSIGN_CATEGORIES/],
				['kaltura-caption', 'warning', /the role lacks CAPTION_MODIFY/],
				['kaltura-attachment', 'ok', /removed/],
			],
		],
		[
			'a category that this session does not see',
			async () => n8n.store('kalturaApi', { privileges: '' }),
			[
				['kaltura-session', 'warning', /disableentitlement/],
				['kaltura-category', 'problem', /sees no such category.*private/],
				['kaltura-assignment', 'skipped', /Not tried/],
			],
		],
		[
			'an index that lags behind for long',
			() => sandbox.control.kaltura.settings({ indexLagMs: 3_600_000 }),
			[['kaltura-index', 'warning', /did not show the entry within .*Index Wait/]],
		],
	];

	test.each(CASES)('%s', async (_, plant, expected) => {
		await plant();
		const rows = await rehearse({ waitSeconds: 2 });
		for (const [step, result, says] of expected) {
			const { saw, means, ...row } = rows.get(step)!;
			expect([step, row.result, `${saw} ${means}`]).toEqual([step, result, expect.stringMatching(says)]);
		}
		expect(await entries()).toEqual([]);
	});

	test('a secret that is wrong, with everything behind it left out', async () => {
		n8n.store('kalturaApi', { adminSecret: 'wrong' });
		const rows = await rehearse();
		expect(rows.get('kaltura-session')!.result).toBe('problem');
		expect(results(rows, 'skipped')).toEqual(
			expect.arrayContaining(['kaltura-entry', 'kaltura-pull', 'kaltura-removal']),
		);
		expect(rows.get('zoom-download')!.result).toBe('ok');
	});
});

test('the user is written to only when the box is ticked, and keeps what it has', async () => {
	const before = (await sandbox.control.zoom.state()).users.find(({ email }: any) => email === USER);
	const rows = await rehearse({ write: true, category: '' });
	expect(rows.get('zoom-person-write')!.result).toBe('ok');
	const after = (await sandbox.control.zoom.state()).users.find(({ email }: any) => email === USER);
	expect(after).toEqual(before);
});

test('without a test user and without a recording nothing is taken', async () => {
	await expect(part('', { user: '' })).rejects.toThrow(
		'The parameter "Test User" is empty, and no meeting UUID is named',
	);
});

test('while another one is under way nothing is asked and nothing made, and it says what to do', async () => {
	await Promise.all([sandbox.control.zoom.clearRequests(), sandbox.control.kaltura.clearRequests()]);
	await expect(part('', { alone: false })).rejects.toMatchObject({
		message: expect.stringContaining('Another rehearsal is under way, so this one did nothing'),
		description: expect.stringContaining('choose "Rehearse: the one before was stopped"'),
	});
	const requests = await Promise.all([sandbox.control.zoom.requests(), sandbox.control.kaltura.requests()]);
	expect(requests).toEqual([[], []]);
});

test('what ended it early stands on the page, as text, above what was seen before', async () => {
	const { rows } = await part('');
	const [items] = await n8n.runNode(new ZoomKalturaSetup(), {
		parameters: { operation: 'rehearsalPage', rows, problem: 'Zoom said <b>no</b> & ended it.' },
	});
	const { html } = items![0]!.json as any;
	expect(html).toMatch(
		/The rehearsal ended early[^]*Zoom said &#60;b&#62;no&#60;\/b&#62; &#38; ended it\.[^]*as assumed/,
	);
	expect(html).not.toMatch(/http-equiv="refresh"/i);
});

test('the result names nobody and nothing', async () => {
	await sandbox.control.kaltura.settings({ missingPlugins: ['caption'], importHeaders: 'none' });
	let answer = await part('');
	while (!answer.done) answer = await part(answer.state);
	const [items] = await n8n.runNode(new ZoomKalturaSetup(), {
		parameters: { operation: 'rehearsalPage', rows: answer.rows, done: true },
	});
	const { report, html } = items![0]!.json as any;
	expect(report.steps).toHaveLength(STEP_ORDER.length);
	const text = JSON.stringify(report);
	const { recording, entryId } = JSON.parse(answer.state);
	const secrets = Object.values({
		...sandbox.credentials.zoomServerToServerOAuth2Api,
		...sandbox.credentials.kalturaApi,
	});
	const names = [USER, 'Ann', 'Lee', CATEGORY, 'CS101', '127.0.0.1', 'http:', 'https:', '://', '@example'];
	for (const told of [
		...names,
		...secrets,
		recording.topic,
		recording.meetingUuid,
		recording.meetingId,
		recording.host.id,
		entryId,
	])
		if (typeof told === 'string' && told.length > 2) expect(text).not.toContain(told);
	// The page holds it as a file, and says what the admin needs.
	expect(html).toContain(
		`data:application/json;base64,${Buffer.from(JSON.stringify(report, null, '\t')).toString('base64')}`,
	);
	expect(html).toMatch(/no caption plugin/);
});

test('a local account behaves like the one of the file', async () => {
	await sandbox.control.zoom.settings({
		...(await without(/list_recording_files|^group:/)),
		downloads: { head: 'refuse', ranges: 'ignore' },
	});
	await sandbox.control.kaltura.settings({ missingPlugins: ['attachment'], missingPermissions: ['CAPTION_MODIFY'] });
	n8n.store('kalturaApi', { privileges: '' });
	const there = await rehearse();
	const folder = mkdtempSync(join(tmpdir(), 'rehearsal-'));
	const file = join(folder, 'rehearsal.json');
	writeFileSync(file, JSON.stringify(reportOf([...there.values()], Date.now())));
	const like = await startSandbox({ data: 'demo', like: file });
	try {
		n8n = new N8nContext({ ...like.credentials });
		const here = await rehearse();
		const judgements = (rows: Map<string, StepRow>) =>
			[...rows].map(([step, { result, facts }]) => [step, result, facts.code]);
		expect(judgements(here)).toEqual(judgements(there));
		expect(results(here, 'warning')).toEqual(
			expect.arrayContaining([
				'zoom-scopes',
				'zoom-head',
				'zoom-download',
				'zoom-groups',
				'kaltura-caption',
				'kaltura-attachment',
			]),
		);
		expect(results(here, 'problem')).toEqual(['kaltura-category']);
	} finally {
		await like.stop();
		rmSync(folder, { recursive: true });
	}
});

test('a file that is no rehearsal starts nothing, and is named', async () => {
	await expect(startSandbox({ like: 'package.json' })).rejects.toThrow(
		'package.json is no rehearsal.json of this version',
	);
});

describe('what it makes is removed', () => {
	test('when it is stopped, in whatever part', async () => {
		let answer = await part('');
		let stopped = 0;
		while (!answer.done) {
			const stop = new AbortController();
			// Its first write is done and its next request is on its way.
			const watch = setInterval(
				() => void entries().then((all) => all.length > 0 && stop.abort(new Error('Stop'))),
				10,
			);
			const ended = await part(answer.state, {}, stop.signal).then(
				(next) => ({ next }),
				() => null,
			);
			clearInterval(watch);
			if (ended) answer = ended.next;
			else break;
			stopped++;
		}
		expect(stopped).toBeGreaterThan(2);
		expect(answer.done).toBe(false);
		expect(await entries()).toEqual([]);
		expect(await openUploads()).toEqual([]);
	});

	test('by the next one, when it was killed', async () => {
		let answer = await part('');
		for (let parts = 0; parts < 6; parts++) answer = await part(answer.state);
		const left = (await entries()).map(({ id }) => id);
		expect(left.length).toBeGreaterThan(0);
		// Somebody else's entry with the same tag, but none of ours.
		await sandbox.control.kaltura.call('POST', '/entries', { name: 'About tags', adminTags: 'zoomkalturarehearsal' });
		await sandbox.control.kaltura.call('POST', '/index');
		const rows = await rehearse();
		expect(rows.get('kaltura-traces')!.facts).toEqual({ found: left.length, removed: left.length });
		expect((await entries()).map(({ name }) => name)).toEqual(['About tags']);
	});
});
