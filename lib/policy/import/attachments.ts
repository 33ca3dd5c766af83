import { chooseAsset, ofFiles, type AssetStanding, type PresentAsset } from './asset-standing';
import { cleanText, cutToBytes } from './entry-text';
import { roleOf } from './files';
import { fileTag } from './references';
import type { RecordingFile } from '../recording';

/** Kaltura's attachment formats on the wire. */
const FORMAT = { text: '1', media: '2', document: '3', json: '4' } as const;

export interface ExistingAttachment {
	id: string;
	entryId: string;
	filename: string;
	/** Epoch seconds. */
	createdAt: number;
	/** −1 error, 0 queued, 2 ready. */
	status: number;
	/** Comma list; ours name the file that it was made from. */
	tags?: string | undefined;
}

export interface PlannedAttachment {
	file: RecordingFile;
	filename: string;
	title: string;
	format: string;
	fileExt: string;
	/**
	 * `text` is read by us and sent inside the request: Kaltura fetches the URL of an attachment without any header, so
	 * Zoom would answer a login page. `url` is for participants' audio, which is too large for that; there Kaltura follows
	 * Zoom's redirect to a signed address that needs no header.
	 * @see docs/vendors/kaltura.md#captions-and-attachments
	 */
	content: 'text' | 'url';
	/** An asset without content that is there already; null: a new one is added. */
	assetId: string | null;
	/** Say which file it holds. */
	tags: string;
}

/**
 * Which attachments the entry still lacks; one is there when it has its filename.
 * @param now epoch seconds; left out, nothing is taken for the trace of a race that still runs
 * @returns `surplus`: ids of attachments that a race between workers left beside the one that counts
 */
export function planAttachments(
	files: readonly RecordingFile[],
	existing: readonly ExistingAttachment[],
	meetingId: string,
	standing: (attachment: ExistingAttachment) => AssetStanding,
	now = Number.POSITIVE_INFINITY,
): { missing: PlannedAttachment[]; present: Array<PresentAsset<RecordingFile>>; surplus: string[] } {
	const { of, others } = ofFiles(files, existing);
	const taken = new Set([...of.values()].flat().map(({ filename }) => filename.toLowerCase()));
	const missing: PlannedAttachment[] = [];
	const present: Array<PresentAsset<RecordingFile>> = [];
	const surplus: string[] = [];
	for (const file of files) {
		const known = of.get(file);
		const described = describeAttachment(file, meetingId, taken);
		const planned = known ? { ...described, filename: known[0]!.filename } : described;
		taken.add(planned.filename.toLowerCase());
		const named = known ?? others.filter(({ filename }) => filename.toLowerCase() === planned.filename.toLowerCase());
		const { asset: there, surplus: rivals } = chooseAsset(named, standing, now);
		surplus.push(...rivals.map(({ id }) => id));
		const state = there ? standing(there) : 'unfinished';
		if (there && state !== 'unfinished') present.push({ file, assetId: there.id, failed: state === 'failed' });
		else missing.push({ ...planned, assetId: there?.id ?? null });
	}
	return { missing, present, surplus };
}

function describeAttachment(
	file: RecordingFile,
	meetingId: string,
	taken: ReadonlySet<string>,
): Omit<PlannedAttachment, 'assetId'> {
	const role = roleOf(file);
	const purpose = purposeOf(file, role);
	const fileExt = file.extension.toLowerCase() || (role === 'chat' ? 'txt' : 'bin');
	let filename = '';
	for (let number = 1; filename === '' || taken.has(filename.toLowerCase()); number++) {
		filename = `Recording ${meetingId} ${purpose}${number > 1 ? ` ${number}` : ''}.${fileExt}`;
	}
	const text = ['txt', 'json', 'csv', 'vtt', 'md', 'xml'].includes(fileExt);
	return {
		file,
		filename,
		title: capitalize(purpose.replace(/ file$/, '')),
		format: fileExt === 'json' ? FORMAT.json : fileExt === 'txt' ? FORMAT.text : text ? FORMAT.document : FORMAT.media,
		fileExt,
		content: text ? 'text' : 'url',
		tags: fileTag(file.id),
	};
}

/** The middle of the filename. "chat file" is what Kaltura's own integration writes and what we recognise it by. */
function purposeOf(file: RecordingFile, role: ReturnType<typeof roleOf>): string {
	switch (role) {
		case 'chat':
			return 'chat file';
		case 'polls':
			return 'polls';
		case 'timeline':
			return 'timeline';
		case 'summary':
			return words(file.recordingType) || 'summary';
		case 'participantAudio':
			// Two participants may have the same name; the number keeps their files apart.
			return `audio of ${fileNamePart(file.participantName ?? '') || 'a participant'}`;
		default:
			return fileNamePart(words(file.recordingType) || file.fileType.toLowerCase()) || 'file';
	}
}

/** A name as part of a filename: no path separators or characters that file systems refuse. */
function fileNamePart(text: string): string {
	return cutToBytes(
		cleanText(text)
			.replace(/[/\\:*?"|‹›]+/g, ' ')
			.replace(/\s+/g, ' ')
			.trim(),
		80,
	);
}

function words(recordingType: string): string {
	return recordingType.replace(/_/g, ' ').trim();
}

function capitalize(text: string): string {
	return text.charAt(0).toUpperCase() + text.slice(1);
}
