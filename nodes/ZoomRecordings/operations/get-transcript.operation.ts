import { openMediaConnection } from '../../../lib/n8n/media-connection';
import { recordingOf } from '../../../lib/n8n/recording-item';
import { readSmallFile } from '../../../lib/transfer/small-file';
import type { RecordingsOperation } from '../fields';
import { meetingUuidField, readMeetingUuid } from '../fields';

export const getTranscript: RecordingsOperation = {
	value: 'getTranscript',
	reads: true,
	name: 'Get Transcript',
	action: 'Get the transcripts of a recording',
	description: 'Read the transcripts and closed captions of a recording as WebVTT text',
	fields: [meetingUuidField],

	async run(call) {
		const { zoom, zoomCredential, context, signal, item } = call;
		const meetingUuid = readMeetingUuid(call);
		const known = recordingOf(item);
		const { recording, token, urls } = await zoom.recordings.downloadAccess(meetingUuid, { known });
		const texts = recording.segments
			.flatMap(({ startedAt, files }) => files.map((file) => ({ startedAt, file })))
			.filter(({ file }) => file.extension === 'vtt' && file.status === 'completed' && urls.has(file.id));
		if (texts.length === 0) {
			const { reason } = await zoom.recordings.transcript(meetingUuid);
			return { meetingUuid, transcripts: [], unavailable: reason ?? 'NOT_A_FILE_OF_THE_RECORDING' };
		}
		const connection = openMediaConnection(context, zoomCredential.downloadHosts);
		const transcripts: object[] = [];
		try {
			for (const { startedAt, file } of texts) {
				const source = {
					name: `the ${file.recordingType || file.fileType} of "${recording.topic}"`,
					expectedBytes: file.sizeBytes > 0 ? file.sizeBytes : null,
					kind: 'vtt' as const,
					access: async (renew: boolean) => {
						const access = renew ? await zoom.recordings.downloadAccess(meetingUuid, { known }) : { token, urls };
						const authorization = access.token ? `Bearer ${access.token}` : undefined;
						return { url: access.urls.get(file.id) ?? '', ...(authorization ? { authorization } : {}) };
					},
				};
				const vtt = (await readSmallFile(connection, source, signal)).replace(/^\uFEFF/, '');
				transcripts.push({ fileId: file.id, fileType: file.fileType, startedAt, vtt });
			}
		} finally {
			await connection.close();
		}
		return { meetingUuid, transcripts };
	},
};
