import { chooseAsset, ofFiles, type AssetStanding, type PresentAsset } from './asset-standing';
import { detectLanguage } from './language';
import type { RecordingFile } from '../recording';
import { fileTag } from './references';

/** Kaltura's names of caption formats on the wire. */
export const CAPTION_FORMAT = { srt: '1', dfxp: '2', webvtt: '3' } as const;

/** Source "ZOOM": what Kaltura's own integration writes and looks for. */
const CAPTION_SOURCE_ZOOM = '1';

export function isOfZoom({ source }: Pick<ExistingCaption, 'source'>): boolean {
	return source === CAPTION_SOURCE_ZOOM;
}

export interface CaptionSettings {
	/** A KalturaLanguage name, or `detect`. */
	language: string;
	/** Used when detection gives nothing. */
	fallbackLanguage: string;
	transcriptLabel: string;
	closedCaptionLabel: string;
	/** Kaltura hides tracks of lower accuracy in the same language; its own integration writes 85. */
	accuracy: number;
	/** A text that Zoom has anew, somebody having corrected it there, while ours is still as we wrote it. */
	corrected: 'keep' | 'replace';
}

export interface ExistingCaption {
	id: string;
	entryId: string;
	label: string;
	source: string;
	isDefault: boolean;
	/** Epoch seconds. */
	createdAt: number;
	/** −1 error, 0 queued, 2 ready, 7 importing. */
	status: number;
	/** Comma list; ours name the file that it was made from. */
	tags?: string | undefined;
	/** null when Kaltura does not say. */
	sizeBytes?: number | null | undefined;
}

export interface PlannedCaption {
	file: RecordingFile;
	label: string;
	isDefault: boolean;
	/** An asset without content, or with what Zoom has corrected, that is there already; null: a new one is added. */
	assetId: string | null;
}

/**
 * Which of a segment's transcripts and captions its entry still lacks. A track is there when one of Zoom's with its label
 * is (also the bare "Zoom" of entries from before 2023). Zoom sends at most one finished transcript a segment, but several
 * closed-caption languages are told apart by a number. A default track that people chose stays the default.
 * @param now epoch seconds; left out, nothing is taken for the trace of a race that still runs
 * @returns `surplus`: ids of tracks that a race between workers left beside the one that counts
 */
export function planCaptions(
	transcripts: readonly RecordingFile[],
	closedCaptions: readonly RecordingFile[],
	existing: readonly ExistingCaption[],
	settings: CaptionSettings,
	standing: (caption: ExistingCaption) => AssetStanding,
	now = Number.POSITIVE_INFINITY,
): { missing: PlannedCaption[]; present: Array<PresentAsset<RecordingFile>>; surplus: string[] } {
	const ofZoom = existing.filter(isOfZoom);
	const missing: PlannedCaption[] = [];
	const present: Array<PresentAsset<RecordingFile>> = [];
	const surplus: string[] = [];
	let defaultTaken = existing.some((caption) => caption.isDefault && standing(caption) === 'present');
	const sortInto = (files: readonly RecordingFile[], label: string, alsoCalled: string[]) => {
		const { of, others } = ofFiles(files, ofZoom);
		const taken = new Set([...of.values()].flat().map((track) => track.label));
		let number = 0;
		const nextName = () => {
			do number++;
			while (taken.has(numbered(label, number)));
			return numbered(label, number);
		};
		for (const file of files) {
			const known = of.get(file);
			const own = known?.[0]?.label ?? nextName();
			const names = own === label ? [own, ...alsoCalled] : [own];
			const tracks = known ?? others.filter((caption) => names.includes(caption.label));
			const { asset: track, surplus: rivals } = chooseAsset(tracks, standing, now);
			surplus.push(...rivals.filter((rival) => rival.label === track?.label).map(({ id }) => id));
			const state = track ? standing(track) : 'unfinished';
			if (track && state === 'present' && settings.corrected === 'replace' && isCorrected(track, file)) {
				missing.push({ file, label: own, isDefault: track.isDefault, assetId: track.id });
				continue;
			}
			if (track && state !== 'unfinished') {
				present.push({ file, assetId: track.id, failed: state === 'failed' });
				continue;
			}
			missing.push({ file, label: own, isDefault: !defaultTaken, assetId: track?.id ?? null });
			defaultTaken = true;
		}
	};
	sortInto(transcripts, settings.transcriptLabel, ['Zoom', 'Zoom_TRANSCRIPT']);
	sortInto(closedCaptions, settings.closedCaptionLabel, ['Zoom_CC']);
	return { missing, present, surplus };
}

/** Tags of a track of ours: which file it holds, how large Zoom said that it was, and how many bytes we wrote. */
export function trackTags({ id, sizeBytes }: RecordingFile, content: string): string {
	return `${fileTag(id)},zoombytes-${sizeBytes}-${Buffer.byteLength(content)}`;
}

/** Whether Zoom has another text now, and ours is as we wrote it: what people corrected in Kaltura is theirs. */
function isCorrected({ tags = '', sizeBytes }: ExistingCaption, file: RecordingFile): boolean {
	const [, listed, written] = /(?:^|,)\s*zoombytes-(\d+)-(\d+)\s*(?:,|$)/.exec(tags) ?? [];
	if (listed === undefined || file.sizeUnknown === true || file.sizeBytes === 0) return false;
	return sizeBytes === Number(written) && file.sizeBytes !== Number(listed);
}

function numbered(label: string, number: number): string {
	return number === 1 ? label : `${label} ${number}`;
}

/** The language to write: the setting, or what the text says, or the fallback. */
export function captionLanguage(content: string, settings: CaptionSettings): string {
	if (settings.language !== 'detect') return settings.language;
	return detectLanguage(spokenText(content)) ?? settings.fallbackLanguage;
}

/** @returns Kaltura's format of the text, or null when it is no caption file at all, e.g. an HTML login page */
export function captionFormat(content: string): (typeof CAPTION_FORMAT)[keyof typeof CAPTION_FORMAT] | null {
	const text = content.replace(/^\uFEFF/, '').trimStart();
	if (/^WEBVTT\b/.test(text)) return CAPTION_FORMAT.webvtt;
	if (/^\d+\r?\n\d{2}:\d{2}:\d{2}[,.]\d{3} --> /.test(text)) return CAPTION_FORMAT.srt;
	if (/^(<\?xml[^>]*>\s*)?<tt[\s:>]/.test(text)) return CAPTION_FORMAT.dfxp;
	return null;
}

/** Whether anybody says anything in it: `WEBVTT` alone, with whatever header, is a caption file, and no caption. */
export function hasWords(content: string): boolean {
	const timed = captionFormat(content) !== CAPTION_FORMAT.dfxp;
	if (timed && !content.includes('-->')) return false;
	return spokenText(content).trim() !== '';
}

/**
 * The words of a caption file without header, numbers, times and speaker names: of WebVTT and SRT what stands between a time
 * and the next empty line, for headers and notes may have lines of their own.
 */
export function spokenText(content: string): string {
	const lines = content.split(/\r?\n|\r/);
	return (
		lines.some(isTime) ? cueLines(lines) : lines.filter((line) => !/^(\uFEFF)?(WEBVTT|NOTE|STYLE|REGION)\b/.test(line))
	)
		.map((line) =>
			line
				.replace(/<[^<>]*>/g, '')
				.replace(/^[^:]{1,60}:(\s|$)/, '')
				.replace(/^\uFEFF/, ''),
		)
		.join('\n');
}

const isTime = (line: string) => line.includes('-->');

function cueLines(lines: readonly string[]): string[] {
	let inCue = false;
	return lines.filter((line) => {
		inCue = isTime(line) || (inCue && line.trim() !== '');
		return inCue && !isTime(line);
	});
}
