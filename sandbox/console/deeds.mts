/** What the page's buttons do: each is a call or two of the control APIs, and a sentence about what happened. */
import { callControl, ControlProblem } from '../control-call.mts';
import { addTranscript, playDay, playScene } from '../day/day.mts';
import { SCENES } from '../day/scenes.mts';
import { readZoomSide } from './zoom-side.mts';
import type { ZoomRecording } from './sides.mts';

export interface Deed {
	action: string;
	uuid?: string;
	scene?: string;
	/** 1 for the first Zoom account. */
	account?: number;
}

/** A request that makes no sense; `status` is the HTTP status to answer. */
export class Refusal extends Error {
	readonly status: number;
	constructor(status: number, message: string) {
		super(message);
		this.status = status;
	}
}

export const SCENES_OFFERED = [
	{ key: 'day', label: 'The whole small day', note: `${SCENES.length} recordings, one after the other` },
	...SCENES.map(({ key, topic, note }) => ({ key, label: topic, note })),
];

const SLOW_MS = 2000;

/** @returns what happened, for the person who pressed the button */
export async function carryOut(deed: Deed, servers: { zooms: string[]; kaltura: string }): Promise<string> {
	const account = deed.account ?? 1;
	const zoomControl = servers.zooms[account - 1];
	if (!zoomControl) throw new Refusal(400, `There is no Zoom account ${account}.`);
	const act = ACTIONS[deed.action];
	if (!act) throw new Refusal(400, `There is no action "${deed.action}".`);
	try {
		return await act({ deed, zoomControl, account, servers });
	} catch (error) {
		throw error instanceof ControlProblem ? new Refusal(502, error.message) : error;
	}
}

interface Doing {
	deed: Deed;
	zoomControl: string;
	account: number;
	servers: { zooms: string[]; kaltura: string };
}

/** A day takes a while; the button answers at once and a second press does not start a second one. */
const playing = new Set<string>();

/** Instances of a series that are sent one by one share their meeting number, too. */
const seriesIds = new Map<string, Map<string, number>>();
function seriesIdsOf(zoomControl: string): Map<string, number> {
	const known = seriesIds.get(zoomControl) ?? new Map<string, number>();
	seriesIds.set(zoomControl, known);
	return known;
}

const ACTIONS: Record<string, (doing: Doing) => Promise<string>> = {
	async send({ deed, zoomControl }) {
		const scene = SCENES.find(({ key }) => key === deed.scene);
		if (!scene) throw new Refusal(400, `There is no recording "${deed.scene ?? ''}" to send.`);
		const played = playScene(scene, { zoomControl, pauseMs: 1200, seriesIds: seriesIdsOf(zoomControl) });
		// The meeting and its first event are there within moments; what follows later is not waited for.
		played.catch((error: unknown) => console.error(`"${scene.topic}" was not played to its end:`, error));
		await Promise.race([played, new Promise((done) => setTimeout(done, 400))]);
		return `${scene.host.name} held “${scene.topic}”. ${await listeners(zoomControl)}`;
	},
	async day({ zoomControl }) {
		if (playing.has(zoomControl)) return 'The small day is being played already.';
		playing.add(zoomControl);
		playDay({ zoomControl })
			.catch((error: unknown) => console.error('The small day was not played to its end:', error))
			.finally(() => playing.delete(zoomControl));
		return `The small day begins. ${await listeners(zoomControl)}`;
	},
	async transcript(doing) {
		const recording = await theRecording(
			doing,
			({ files }) => !files.some(({ fileType }) => fileType === 'TRANSCRIPT'),
		);
		if (!recording) return 'Every recording has its transcript already.';
		await addTranscript(doing.zoomControl, recording.uuid);
		return `Zoom has finished the transcript of “${recording.topic}” and announced it.`;
	},
	async announce(doing) {
		const recording = await theRecording(doing);
		if (!recording) return 'There is no recording to announce.';
		await callControl(doing.zoomControl, 'POST', '/events', { event: 'recording.completed', uuid: recording.uuid });
		return `Zoom announced “${recording.topic}”. ${await listeners(doing.zoomControl)}`;
	},
	async duplicate({ zoomControl, account }) {
		const last = (await readZoomSide(zoomControl, account)).deliveries.findLast(
			({ meetingUuid }) => meetingUuid !== '',
		);
		if (!last) return 'Zoom has sent no event yet.';
		await callControl(zoomControl, 'POST', '/events', { event: last.event, uuid: last.meetingUuid });
		return `Zoom delivered ${last.event} once more.`;
	},
	async trash(doing) {
		return inTrash(doing, 'trash', 'is in Zoom’s trash now');
	},
	async recover(doing) {
		return inTrash(doing, 'recover', 'is back from Zoom’s trash');
	},
	async slow({ servers: { kaltura } }) {
		const { faults } = await callControl<{ faults: Array<{ fault: { kind: string } }> }>(kaltura, 'GET', '/faults');
		if (faults.some(({ fault }) => fault.kind === 'slow')) {
			await callControl(kaltura, 'DELETE', '/faults');
			return 'Kaltura is as fast as before.';
		}
		await callControl(kaltura, 'POST', '/faults', { match: {}, fault: { kind: 'slow', ms: SLOW_MS } });
		return `Every answer of Kaltura takes ${SLOW_MS / 1000} seconds now.`;
	},
	async reset({ servers: { zooms, kaltura } }) {
		await Promise.all([...zooms.map(resetZoom), callControl(kaltura, 'POST', '/reset', {})]);
		return 'Both sides are as they were at the start; whoever listens to Zoom’s events still does.';
	},
};

async function inTrash(doing: Doing, change: 'trash' | 'recover', what: string): Promise<string> {
	const recording = await theRecording(doing);
	if (!recording) return 'There is no such recording.';
	await callControl(doing.zoomControl, 'PATCH', '/meetings', { uuid: recording.uuid, [change]: true, emit: true });
	return `“${recording.topic}” ${what}.`;
}

/** A subscription is the listener's, not part of the data: without it a demo would be deaf after its first reset. */
async function resetZoom(control: string): Promise<void> {
	const { subscriptions } = await callControl<{
		subscriptions: Array<{ url: string; secretToken: string; events: string[]; enabled: boolean }>;
	}>(control, 'GET', '/subscriptions');
	await callControl(control, 'POST', '/reset', {});
	for (const { url, secretToken, events, enabled } of subscriptions) {
		if (enabled) await callControl(control, 'POST', '/subscriptions', { url, secretToken, events, validate: false });
	}
}

/** The recording of the button, or the newest that fits when the button belongs to none. */
async function theRecording(
	{ deed, zoomControl, account }: Doing,
	fits: (recording: ZoomRecording) => boolean = () => true,
) {
	const { recordings } = await readZoomSide(zoomControl, account);
	if (deed.uuid) return recordings.find(({ uuid }) => uuid === deed.uuid);
	return recordings.filter(fits).toSorted((a, b) => b.startedAt.localeCompare(a.startedAt))[0];
}

async function listeners(zoomControl: string): Promise<string> {
	const { subscriptions } = await callControl<{ subscriptions: unknown[] }>(zoomControl, 'GET', '/subscriptions');
	return subscriptions.length > 0 ? '' : 'Nobody has subscribed to Zoom’s events: see sandbox/README.md.';
}
