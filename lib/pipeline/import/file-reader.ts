import { withoutForbiddenCharacters } from '../../kaltura/wire';
import { captionFormat, hasWords } from '../../policy/import/captions';
import { isMedia, roleOf } from '../../policy/import/files';
import { filesOf, type PlannedEntry } from '../../policy/import/import-plan';
import { outcome } from '../../policy/outcomes';
import type { RecordingFile } from '../../policy/recording';
import { layoutName } from '../../policy/import/entry-text';
import { chooseTransfer } from '../../policy/import/transfer-choice';
import { isInternalHost } from '../../transfer/addresses';
import { type ContentKind, contentKindOf } from '../../transfer/content-check';
import type { Probe } from '../../transfer/probe';

import { failureOf } from './failure-outcomes';
import { inParallel } from '../../http/in-parallel';
import type { RecordingImport } from './recording-import';

/** Reads from Zoom with its token; lib/transfer does, tests may bring their own. */
export interface MediaReader {
	/** Looks at the first bytes only. @throws TransferError when the address does not answer the file */
	probe(source: ReadFrom, signal: AbortSignal | undefined): Promise<Probe>;
	/** @throws TransferError */
	readText(source: ReadFrom, signal: AbortSignal | undefined): Promise<string>;
}

export interface ReadFrom {
	/** For messages: layout and topic, never an address. */
	name: string;
	expectedBytes: number | null;
	/** What the bytes must look like. */
	kind: ContentKind;
	url: string;
	token: string;
}

const IN_FLIGHT = 6;

/**
 * Looks at every file that a plan is about to write: of media, that its address answers media and not a login page; of
 * texts, the whole text. A file that fails is left out of the plan, with its reason.
 */
export class FileReader {
	constructor(
		private readonly media: MediaReader,
		private readonly kalturaIsPrivate: boolean,
		private readonly signal: AbortSignal | undefined,
	) {}

	async read(imports: readonly RecordingImport[]): Promise<void> {
		const work = imports.flatMap((one) =>
			one.plan.segments.flatMap((segment) => {
				const captions = new Set(segment.captions.map(({ file }) => file));
				const texts = new Set(segment.attachments.filter(({ content }) => content === 'text').map(({ file }) => file));
				const failed = new Set([segment.parent, ...segment.streams].filter(isFailed).map(({ file }) => file));
				return filesOf(segment).map((file) => ({
					one,
					file,
					isCaption: captions.has(file),
					isText: texts.has(file),
					pullFailedBefore: failed.has(file),
				}));
			}),
		);
		await inParallel(
			work,
			IN_FLIGHT,
			async ({ one, file, isCaption, isText, pullFailedBefore }) => {
				if (one.files.isKnown(file.id)) return;
				const from = one.files.fetchFrom(file.id);
				// Zoom lists a file some time before it can be fetched.
				if (!from)
					return one.fileFailed(file.id, { outcome: outcome('files-processing', { files: 1 }), entryId: null });
				const source = {
					name: nameOf(one, file),
					expectedBytes: isCaption || isText ? null : file.sizeBytes || null,
					kind: isCaption || isText ? ('text' as const) : kindOf(file),
					...from,
				};
				try {
					if (isCaption || isText) this.takeText(one, file, await this.media.readText(source, this.signal), isCaption);
					else {
						const probe = await this.media.probe(source, this.signal);
						one.files.choose(file.id, this.wayFor(one, from.url, probe, pullFailedBefore));
					}
				} catch (error) {
					this.signal?.throwIfAborted();
					one.fileFailed(file.id, { ...failureOf(error, file.id), entryId: null });
				}
			},
			this.signal,
		);
		for (const one of imports) one.dropFailedFiles();
	}

	private wayFor(one: RecordingImport, url: string, { host, redirects }: Probe, pullFailedBefore: boolean) {
		const { hostname, pathname: path } = new URL(url);
		return chooseTransfer({
			setting: one.transfer,
			sourceIsPrivate: isInternalHost(hostname) || isInternalHost(host),
			kalturaIsPrivate: this.kalturaIsPrivate,
			redirects,
			path,
			tokenOpensEverything: one.files.opensEverything,
			pullFailedBefore,
		});
	}

	private takeText(one: RecordingImport, file: RecordingFile, read: string, isCaption: boolean): void {
		const text = isCaption ? read.replace(/^\uFEFF/, '') : read;
		if (text === '' || (isCaption && text.trim() === '')) {
			one.fileFailed(file.id, { outcome: outcome('file-empty', { file: file.id }), entryId: null });
		} else if (isCaption && captionFormat(text) === null) {
			one.fileFailed(file.id, { outcome: outcome('not-a-caption-file', { file: file.id }), entryId: null });
		} else if (isCaption && !hasWords(text)) {
			one.fileFailed(file.id, { outcome: outcome('caption-without-words', { file: file.id }), entryId: null });
		} else if (!isCaption && !staysTheSame(text)) {
			one.files.choose(file.id, { way: 'throughN8n', because: 'its text would change inside a request' });
		} else one.files.read(file.id, text);
	}
}

/**
 * Whether a text that is sent inside a request arrives with the bytes that it had. Latin-1 letters and characters that Kaltura
 * refuses would be replaced; then nobody could prove later that Kaltura has what Zoom had, so the bytes travel as a file.
 */
function staysTheSame(text: string): boolean {
	if (text.trim() === '') return false;
	return !text.includes('\uFFFD') && withoutForbiddenCharacters(text) === text;
}

/** Zoom adds kinds of files now and then: an unknown one is attached as it is, as long as it is no login page. */
export function kindOf(file: RecordingFile): ContentKind {
	if (isMedia(roleOf(file))) return 'media';
	const kind = contentKindOf(file.extension);
	return kind === 'any' ? 'document' : kind;
}

export function nameOf(one: RecordingImport, file: RecordingFile): string {
	return `"${layoutName(file.recordingType || file.fileType)}" of "${one.recording.topic}"`;
}

/** Kaltura's own attempt to fetch or convert it ended in an error. */
function isFailed({ do: action, status }: PlannedEntry): boolean {
	return action === 'replace' && (status === '-1' || status === '-2');
}
