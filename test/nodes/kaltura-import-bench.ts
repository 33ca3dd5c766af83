import { KalturaMedia } from '../../nodes/KalturaMedia/KalturaMedia.node';
import { ZoomRecordings } from '../../nodes/ZoomRecordings/ZoomRecordings.node';
import { N8nContext } from '../n8n-context';
import type { Sandbox } from '../sandbox';

/** A meeting with three layouts, sound, transcript and chat, as issue 2 names it. */
export const LECTURE_FILES = [
	'gallery_view',
	'shared_screen_with_speaker_view',
	'active_speaker',
	'audio_only',
	'audio_transcript',
	'chat_file',
].map((recordingType) => ({ recordingType }));

export interface ImportParameters {
	options?: Record<string, unknown>;
	[name: string]: unknown;
}

/** The import as a workflow does it: Zoom Recordings reads, Kaltura Media imports, both in real n8n contexts. */
export class ImportBench {
	readonly n8n: N8nContext;

	constructor(readonly sandbox: Sandbox) {
		this.n8n = new N8nContext({ ...sandbox.credentials });
	}

	/** Adds a meeting to Zoom and gives its UUID. */
	async meeting(meeting: Record<string, unknown> = {}): Promise<string> {
		const { uuid } = await this.sandbox.control.zoom.addMeeting({
			topic: 'Algebra I',
			...(meeting.segments ? {} : { files: LECTURE_FILES }),
			...meeting,
		});
		return uuid as string;
	}

	/** The Recording item as Zoom has it now, with an owner as Owner Resolver would put it there. */
	async recording(meetingUuid: string, more: Record<string, unknown> = {}): Promise<any> {
		const [items] = await this.n8n.runNode(new ZoomRecordings(), { parameters: { operation: 'get', meetingUuid } });
		return { ...items![0]!.json, owner: { userId: 'ann' }, ...more };
	}

	/** The item as the account's listing gives it: it knows of files in work, whatever reading the recording shows. */
	async listed(meetingUuid: string): Promise<any> {
		const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
		const [items] = await this.n8n.runNode(new ZoomRecordings(), {
			parameters: { operation: 'getAll', returnAll: true, from: day(-60), to: day(0) },
		});
		return items!.map(({ json }) => json).find((json: any) => json.meetingUuid === meetingUuid);
	}

	/** What Get makes of an item that came in; the item itself when Zoom shows nothing. */
	async read(item: any): Promise<any> {
		const [items] = await this.n8n.runNode(new ZoomRecordings(), {
			parameters: { operation: 'get', meetingUuid: item.meetingUuid },
			items: [item],
			continueOnFail: true,
		});
		const { json } = items![0]!;
		return json.outcome ? item : json;
	}

	/** Runs Import over items; the index of the sandbox's Kaltura does not lag unless a test says so. */
	async import(items: any[], parameters: ImportParameters = {}, signal?: AbortSignal): Promise<any[]> {
		const { options, ...others } = parameters;
		const [out] = await this.n8n.runNode(new KalturaMedia(), {
			parameters: {
				resource: 'recording',
				operation: 'import',
				...others,
				options: { indexWait: 0, takeOverAfter: 0, ...options },
			} as never,
			items,
			...(signal ? { signal } : {}),
		});
		return out!.map(({ json }) => json);
	}

	async importOne(meetingUuid: string, parameters: ImportParameters = {}): Promise<any> {
		const [item] = await this.import([await this.recording(meetingUuid)], parameters);
		return item;
	}

	/** Entries of Kaltura with everything that hangs on them, those deleted left out. */
	async entries(): Promise<any[]> {
		const { entries } = await this.sandbox.control.kaltura.call('GET', '/state?all=1');
		return entries.filter((entry: any) => String(entry.status) !== '3');
	}

	/** One line per entry of a recording, for assertions that stay readable when they fail. */
	async summaryOf(meetingUuid: string): Promise<string[]> {
		const entries = await this.entriesOf(meetingUuid);
		const role = (entry: any) =>
			!entry.parentEntryId ? 'entry' : entries.some(({ id }) => id === entry.parentEntryId) ? 'stream' : 'ORPHAN';
		return entries
			.map((entry) => {
				const live = (assets: any[]) => assets.filter(({ status }) => String(status) !== '3');
				const texts = [...live(entry.captions), ...live(entry.attachments)]
					.map((asset) => `${asset.label ?? asset.title}${asset.content?.size > 0 ? '' : ' EMPTY'}`)
					.toSorted();
				return `${role(entry)} ${entry.name} [${entry.status}]${texts.length ? ` with ${texts.join(', ')}` : ''}`;
			})
			.toSorted();
	}

	async entriesOf(meetingUuid: string): Promise<any[]> {
		return (await this.entries()).filter((entry) => String(entry.referenceId).startsWith(`Zoom_${meetingUuid}`));
	}

	/** Waits until nothing is being imported or converted any more. */
	async settled(): Promise<void> {
		for (let attempt = 0; attempt < 200; attempt++) {
			const entries = await this.entries();
			if (entries.every(({ status }) => !['0', '1', '4'].includes(String(status)))) return;
			await new Promise((done) => setTimeout(done, 50));
		}
		throw new Error('Kaltura is still converting after ten seconds');
	}

	/** HTTP requests and writes of both sides since the last call. */
	async counts(): Promise<{ kaltura: number; writes: number; zoom: number }> {
		const { kaltura, zoom } = this.sandbox.control;
		const [ours, theirs] = [await kaltura.counts(), await zoom.requests()];
		// Downloads are not API calls.
		const api = theirs.filter(({ path }) => path.startsWith('/v2/'));
		await Promise.all([kaltura.clearRequests(), zoom.clearRequests()]);
		return { kaltura: ours.total, writes: ours.writes, zoom: api.length };
	}
}
