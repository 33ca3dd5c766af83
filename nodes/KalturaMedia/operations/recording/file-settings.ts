import { CollectionReader } from '../../../../lib/n8n/collection';
import { InputError } from '../../../../lib/policy/failures';
import type { ParameterReader } from '../../../../lib/n8n/parameters';
import { CAPTION_LANGUAGES } from '../../../../lib/policy/import/caption-languages';
import type { CaptionSettings } from '../../../../lib/policy/import/captions';
import type { FileSettings } from '../../../../lib/policy/import/files';

// What Import and Verify must agree about, read from the same fields.

/** The switches under Files, and Zoom Transcription. @throws {InputError} */
export function readFileSettings(parameter: ParameterReader): FileSettings {
	const files = new CollectionReader(parameter.object('files'));
	const wanted = (name: string, label: string, fallback: boolean) => files.boolean(name, label, fallback);
	return {
		audio: files.oneOf('audio', 'Audio', ['always', 'never', 'whenNoVideo'], 'whenNoVideo'),
		transcripts: parameter.boolean('zoomTranscription'),
		closedCaptions: wanted('closedCaptions', 'Closed Captions', true),
		chat: wanted('chat', 'Chat', true),
		polls: wanted('polls', 'Polls', false),
		summaries: wanted('summaries', 'Summaries', false),
		timeline: wanted('timeline', 'Timeline', false),
		participantAudio: wanted('participantAudio', 'Participant Audio', false),
		otherFiles: wanted('otherFiles', 'Other Files', false),
	};
}

/** The collection Captions. @throws {InputError} */
export function readCaptionSettings(parameter: ParameterReader): CaptionSettings {
	const captions = new CollectionReader(parameter.object('captions'));
	const settings = {
		language: readLanguage(captions, 'language', 'Language', 'detect'),
		fallbackLanguage: readLanguage(captions, 'fallbackLanguage', 'Fallback Language', 'English'),
		transcriptLabel: captions.text('transcriptLabel') || 'Zoom_TRANSCRIPT',
		closedCaptionLabel: captions.text('closedCaptionLabel') || 'Zoom_CC',
		accuracy: captions.number('accuracy', 'Accuracy', 85, { most: 100 }),
		corrected: captions.oneOf('corrected', 'Corrected in Zoom', ['keep', 'replace'], 'replace'),
	};
	if (settings.transcriptLabel === settings.closedCaptionLabel) {
		throw new InputError(
			'Label of Closed Captions',
			'is the same as Label of Transcripts',
			'Give them different labels: tracks are recognised by them.',
		);
	}
	return settings;
}

function readLanguage(captions: CollectionReader, name: string, label: string, fallback: string): string {
	const language = captions.text(name) || fallback;
	if (language === 'detect' && name === 'language') return language;
	const known = CAPTION_LANGUAGES.find((one) => one.toLowerCase() === language.toLowerCase());
	if (known) return known;
	throw new InputError(label, `is "${language}"`, `Valid values: ${CAPTION_LANGUAGES.join(', ')}.`);
}
