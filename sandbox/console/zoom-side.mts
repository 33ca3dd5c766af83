/** Reads one local Zoom's control API into what the console shows of it. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { callControl } from '../control-call.mts';
import type { WireLine, ZoomDelivery, ZoomFile, ZoomRecording, ZoomSide } from './sides.mts';

/** What is used of GET /state. */
interface State {
	counts: { instances: number };
	users: Array<{ id: string; email: string; display_name: string }>;
	meetings: Array<{ id: number; alternativeHosts: string[]; panelists: Person[] }>;
	instances: Array<{
		uuid: string;
		meetingId: string;
		hostId: string;
		hostEmail: string;
		topic: string;
		type: number;
		startedAt: string;
		running: boolean;
		participants: Person[];
		roleChanges: Array<Person & { newRole: string }>;
		recording_files: Array<{
			id: string;
			file_type: string;
			recording_type?: string;
			file_size: number;
			status: string;
			recording_start: string;
			trashed: boolean;
			content: { kind: string; name?: string; text?: string };
		}>;
	}>;
	subscriptions: unknown[];
	strayAuthorizations: Array<{ userAgent?: string }>;
}
interface Person {
	name: string;
	email: string;
	role?: string;
}
interface Requests {
	requests: Array<{
		n: number;
		at: string;
		endpoint: string;
		status: number;
		ms: number;
		where: string;
		bytes?: number;
	}>;
}
interface Counts {
	total: number;
	writes: number;
	byEndpoint: Record<string, number>;
}
interface Deliveries {
	deliveries: Array<{
		event: string;
		body: string;
		createdAt: string;
		state: ZoomDelivery['state'];
		attempts: Array<{ result: number; ms: number }>;
	}>;
}

const WEBINAR_TYPES = new Set([5, 6, 9]);
const RECURRING_TYPES = new Set([3, 8, 9]);
const REQUESTS_SHOWN = 80;
/** More than the page shows, so that it can choose. */
const RECORDINGS_READ = 100;
/** How the local Kaltura names itself when it imports from a URL. */
const KALTURA_IMPORT = 'sandbox-kaltura import';

/** @param account 1 for the first */
export async function readZoomSide(control: string, account: number): Promise<ZoomSide> {
	const get = <T,>(path: string) => callControl<T>(control, 'GET', path);
	const [state, counts, { deliveries }, lines] = await Promise.all([
		get<State>(`/state?newest=${RECORDINGS_READ}`),
		get<Counts>('/counts'),
		get<Deliveries>('/deliveries'),
		requestLines(control),
	]);
	const users = new Map(state.users.map((user) => [user.id, user]));
	const meetings = new Map(state.meetings.map((meeting) => [String(meeting.id), meeting]));
	const recordings = await Promise.all(
		state.instances.map(async (instance): Promise<ZoomRecording> => {
			const meeting = meetings.get(instance.meetingId);
			const host = users.get(instance.hostId);
			return {
				uuid: instance.uuid,
				meetingId: instance.meetingId,
				topic: instance.topic,
				kind: WEBINAR_TYPES.has(instance.type) ? 'webinar' : 'meeting',
				recurring: RECURRING_TYPES.has(instance.type),
				host: { name: host?.display_name ?? 'Somebody who left', email: host?.email ?? instance.hostEmail },
				startedAt: instance.startedAt,
				running: instance.running,
				files: await Promise.all(instance.recording_files.map(readFileRow)),
				people: peopleOf(instance, meeting, users),
			};
		}),
	);
	const byKaltura = state.strayAuthorizations.filter(({ userAgent }) => userAgent === KALTURA_IMPORT).length;
	return {
		account,
		recordings,
		unread: state.counts.instances - recordings.length,
		deliveries: deliveries.map(({ event, body, createdAt, state: delivered, attempts }) => ({
			at: createdAt,
			event,
			meetingUuid: uuidIn(body),
			state: delivered,
			attempts: attempts.length,
			result: attempts.at(-1)?.result ?? null,
			ms: attempts.at(-1)?.ms ?? null,
		})),
		// After the log was cleared, only what came since.
		requests: counts.total === 0 ? [] : lines.slice(-counts.total),
		counts: { requests: apiRequests(counts), writes: counts.writes },
		stray: { byKaltura, byOthers: state.strayAuthorizations.length - byKaltura },
		subscriptions: state.subscriptions.length,
	};
}

/** Without logins and without the downloads, which Kaltura does. */
const apiRequests = ({ byEndpoint }: Counts) =>
	Object.entries(byEndpoint).reduce((sum, [endpoint, count]) => (NOT_API.test(endpoint) ? sum : sum + count), 0);
const NOT_API = /^(GET \/(rec|cmr)|POST \/oauth)/;

async function readFileRow(row: State['instances'][number]['recording_files'][number]): Promise<ZoomFile> {
	return {
		id: row.id,
		segmentStart: row.recording_start,
		fileType: row.file_type,
		recordingType: row.recording_type ?? '',
		sizeBytes: row.file_size,
		status: row.status,
		trashed: row.trashed,
		content: await hashOf(row.content),
	};
}

/** Host first, then whoever had a role, each once. A re-join has another row in Zoom. */
function peopleOf(
	instance: State['instances'][number],
	meeting: State['meetings'][number] | undefined,
	users: Map<string, { email: string; display_name: string }>,
): ZoomRecording['people'] {
	const people = new Map<string, { name: string; email: string; role: string }>();
	const add = (person: Person, role: string) => {
		const key = (person.email || person.name).toLowerCase();
		const known = people.get(key);
		if (!known) people.set(key, { name: person.name || person.email, email: person.email, role });
		else if (role) known.role = role;
	};
	const names = new Map([...users.values()].map(({ email, display_name }) => [email, display_name]));
	for (const person of instance.participants) add(person, person.role === 'attendee' ? '' : (person.role ?? ''));
	for (const person of meeting?.panelists ?? []) add(person, 'panelist');
	for (const email of meeting?.alternativeHosts ?? [])
		add({ name: names.get(email) ?? email, email }, 'alternative host');
	for (const person of instance.roleChanges) add(person, person.newRole);
	return [...people.values()].sort((a, b) => rank(a.role) - rank(b.role));
}
const ROLES = ['host', 'co-host', 'alternative host', 'panelist', ''];
const rank = (role: string) => (ROLES.includes(role) ? ROLES.indexOf(role) : ROLES.length);

function uuidIn(body: string): string {
	try {
		const { payload } = JSON.parse(body) as { payload?: { object?: { uuid?: string } } };
		return payload?.object?.uuid ?? '';
	} catch {
		// An event that was sent raw may be anything.
		return '';
	}
}

const hashes = new Map<string, Promise<string>>();
const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex');

/** The hash of what the file holds; '' for bytes that are made on the fly, which are too many to hash for a page. */
function hashOf({ kind, name, text }: { kind: string; name?: string; text?: string }): Promise<string> | string {
	if (kind === 'text') return sha256(text ?? '');
	if (kind !== 'media' || !name) return '';
	if (!hashes.has(name)) {
		hashes.set(name, readFile(join(import.meta.dirname, '..', 'media', basename(name))).then(sha256));
	}
	return hashes.get(name)!;
}

/** The log can be long: after the first look only what is new is asked for. */
const seen = new Map<string, { last: number; lines: WireLine[] }>();
async function requestLines(control: string): Promise<WireLine[]> {
	const known = seen.get(control) ?? { last: 0, lines: [] };
	const { requests } = await callControl<Requests>(control, 'GET', `/requests?since=${known.last}`);
	const lines = requests.map(({ at, endpoint, status, ms, where, bytes }): WireLine => ({
		at,
		who:
			where === 'cdn' ? 'Zoom CDN' : where === 'download' ? 'Zoom download' : where === 'token' ? 'Zoom login' : 'Zoom',
		what: !bytes ? endpoint : `${endpoint} (${bytes} bytes)`,
		status: status === 0 ? 'cut' : String(status),
		good: status > 0 && status < 400,
		ms,
	}));
	const next = {
		last: requests.at(-1)?.n ?? known.last,
		lines: [...known.lines, ...lines].slice(-REQUESTS_SHOWN),
	};
	seen.set(control, next);
	return next.lines;
}
