import { assertFits, storageOfNewFiles, warnOfBuffering } from '../../../lib/n8n/binary-data';
import { InputError } from '../../../lib/policy/failures';
import { openMediaConnection } from '../../../lib/n8n/media-connection';
import { RoutedItem } from '../../../lib/n8n/operation';
import { recordingOf } from '../../../lib/n8n/recording-item';
import { doneLine, progressLog } from '../../../lib/transfer/progress-log';
import type { Recording, RecordingFile } from '../../../lib/policy/recording';
import { contentKindOf } from '../../../lib/transfer/content-check';
import { mediaSource } from '../../../lib/transfer/media-source';
import { resumingStream } from '../../../lib/transfer/resuming-stream';
import type { RecordingsCall, RecordingsOperation } from '../fields';
import { meetingUuidField, readMeetingUuid } from '../fields';

interface WantedFile {
	file: RecordingFile;
	segment: string;
}

const MIME_TYPES: Record<string, string> = {
	mp4: 'video/mp4',
	m4a: 'audio/mp4',
	vtt: 'text/vtt',
	txt: 'text/plain',
	json: 'application/json',
	csv: 'text/csv',
	jpg: 'image/jpeg',
};

export const download: RecordingsOperation = {
	value: 'download',
	reads: true,
	name: 'Download',
	action: 'Download files of a recording',
	description: 'Stream files of a recording into binary data, one item per file, for destinations other than Kaltura',
	fields: [
		meetingUuidField,
		{
			displayName: 'Files',
			name: 'downloadFiles',
			type: 'options',
			options: [
				{ name: 'All', value: 'all', description: 'Every file that Zoom has finished' },
				{ name: 'By ID', value: 'ids' },
				{ name: 'By Recording Type', value: 'types', description: 'For example shared_screen_with_speaker_view' },
			],
			default: 'all',
		},
		{
			displayName: 'File IDs',
			name: 'downloadFileIds',
			type: 'string',
			default: '',
			required: true,
			displayOptions: { show: { downloadFiles: ['ids'] } },
			description: 'IDs of recording files, separated by commas, or a list from an expression',
		},
		{
			displayName: 'Recording Types',
			name: 'downloadTypes',
			type: 'string',
			default: 'shared_screen_with_speaker_view',
			required: true,
			displayOptions: { show: { downloadFiles: ['types'] } },
			description: "Zoom's recording types or file types, separated by commas",
		},
		{
			displayName: 'Put Output File in Field',
			name: 'downloadField',
			type: 'string',
			default: 'data',
			required: true,
			hint: 'The name of the output binary field to put the file in',
		},
	],

	async run(call) {
		const { zoom, zoomCredential, context, parameter, signal } = call;
		const meetingUuid = readMeetingUuid(call);
		const field = parameter.string('downloadField');
		const known = recordingOf(call.item);
		const access = await zoom.recordings.downloadAccess(meetingUuid, { known });
		const wanted = wantedFiles(call, access.recording);
		const storage = await storageOfNewFiles(context);
		// All of them before the first byte of the first one.
		for (const { file } of wanted) assertFits(storage, nameOf(file, access.recording), file.sizeBytes);
		if (storage.buffersOnStore && wanted.length > 0) warnOfBuffering(context, storage, 'each file');
		const connection = openMediaConnection(context, zoomCredential.downloadHosts);
		try {
			const items: RoutedItem[] = [];
			for (const { file, segment } of wanted) {
				let current = access;
				const name = nameOf(file, access.recording);
				const source = mediaSource(connection, {
					name,
					expectedBytes: file.sizeBytes || null,
					kind: contentKindOf(file.extension),
					access: async (renew) => {
						if (renew) current = await zoom.recordings.downloadAccess(meetingUuid, { known });
						const authorization = current.token ? { authorization: `Bearer ${current.token}` } : {};
						return { url: current.urls.get(file.id) ?? '', ...authorization };
					},
				});
				const { stream, report } = resumingStream(source, {
					signal,
					onProgress: progressLog(name, 'in n8n', (line) => context.logger.info(line)),
				});
				const fileName = `${fileStem(access.recording.topic, segment, file)}.${file.extension || 'bin'}`;
				const mimeType = MIME_TYPES[file.extension] ?? 'application/octet-stream';
				const data = await context.helpers.prepareBinaryData(stream, fileName, mimeType);
				context.logger.info(doneLine(name, 'in n8n', report()), report());
				const { id, fileType, recordingType, sizeBytes } = file;
				const transfer = { ...report(), binaryMode: storage.mode, buffered: storage.buffersOnStore };
				const json = { meetingUuid, fileId: id, fileType, recordingType, segment, sizeBytes, fileName, transfer };
				items.push(new RoutedItem(0, json, { [field]: data }));
			}
			return items;
		} finally {
			await connection.close();
		}
	},
};

/** @throws {InputError} when a named file is not there, so that a missing one is not taken for a success */
function wantedFiles({ parameter }: RecordingsCall, recording: Recording): WantedFile[] {
	const finished = recording.segments.flatMap(({ startedAt, files }) =>
		files.filter(({ status }) => status === 'completed').map((file) => ({ file, segment: startedAt })),
	);
	const which = parameter.oneOf('downloadFiles', ['all', 'ids', 'types'], 'all');
	if (which === 'all') return finished;
	const [name, label] = which === 'ids' ? ['downloadFileIds', 'File IDs'] : ['downloadTypes', 'Recording Types'];
	const values = parameter.list(name);
	const keysOf = ({ file }: WantedFile) => (which === 'ids' ? [file.id] : [file.recordingType, file.fileType]);
	const missing = values.find((value) => !finished.some((one) => keysOf(one).includes(value)));
	if (missing !== undefined || values.length === 0) {
		throw new InputError(
			label,
			missing === undefined ? 'is empty' : `names "${missing}", which this recording has no finished file of`,
			`There are: ${[...new Set(finished.map((one) => keysOf(one)[0]))].join(', ') || 'none'}.`,
		);
	}
	return finished.filter((one) => keysOf(one).some((key) => values.includes(key)));
}

function nameOf(file: RecordingFile, recording: Recording): string {
	return `the ${file.recordingType || file.fileType} of "${recording.topic}"`;
}

/** Safe in every file system: letters and digits of the topic, start, layout. */
function fileStem(topic: string, segment: string, file: RecordingFile): string {
	const words = topic.normalize('NFC').replace(/[^\p{L}\p{N}]+/gu, '-');
	const start = segment.replace(/[-:]/g, '').replace('.000', '');
	const layout = (file.recordingType || file.fileType).toLowerCase();
	return [words.replace(/^-+|-+$/g, '').slice(0, 60) || 'recording', start, layout].join('_');
}
