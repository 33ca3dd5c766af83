import type { INodeProperties } from 'n8n-workflow';

import { inBatch } from '../../../../lib/n8n/batch';
import { CollectionReader } from '../../../../lib/n8n/collection';
import type { Operation } from '../../../../lib/n8n/operation';
import type { ParameterReader } from '../../../../lib/n8n/parameters';
import { readRecordingItem } from '../../../../lib/n8n/recording-item';
import { verifyAll } from '../../../../lib/pipeline/cleanup/verify';
import { Failure } from '../../../../lib/policy/failures';
import type { ProofSettings } from '../../../../lib/policy/proof/proof';
import type { MediaClients } from '../../clients';

import { readCaptionSettings, readFileSettings } from './file-settings';
import { captionsField, filesField } from './import-form';

const verifyFields: INodeProperties[] = [
	{
		displayName: 'Zoom Transcription',
		name: 'zoomTranscription',
		type: 'boolean',
		default: true,
		description: 'Whether the transcript is wanted, as it is set in Import',
	},
	{
		...captionsField,
		description: 'As they are set in Import: tracks are recognised by their label',
	},
	{
		...filesField,
		description: 'Which files are wanted besides the videos, as it is set in Import',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [
			{
				displayName: 'Edited Captions',
				name: 'editedCaptions',
				type: 'options',
				options: [
					{
						name: 'Accept',
						value: 'accept',
						description: 'A ready track is enough, although somebody corrected it in Kaltura or in Zoom',
					},
					{ name: 'Not Proven', value: 'keepInZoom', description: 'Tracks must have the bytes that Zoom names' },
				],
				default: 'keepInZoom',
				description: 'What to think of captions whose size differs from the one in Zoom',
			},
			{
				displayName: 'Impossible Texts',
				name: 'impossibleTexts',
				type: 'options',
				options: [
					{
						name: 'Give Up',
						value: 'giveUp',
						description: 'They may go from Zoom with the recording and are lost then',
					},
					{ name: 'Hold Back', value: 'holdBack', description: 'The recording stays in Zoom' },
				],
				default: 'holdBack',
				description:
					'What to think of captions and attachments that Kaltura does not let this account list, because it lacks the plugin',
			},
		],
	},
];

/** Reads only: the item says what may go from Zoom, and why the rest may not. */
export const verify: Operation<MediaClients> = {
	value: 'verify',
	reads: true,
	name: 'Verify',
	action: 'Verify a recording',
	description: 'Say for every file of a Zoom recording whether it is safely in Kaltura, with evidence; changes nothing',
	fields: verifyFields,
	runAll: inBatch(
		({ item, parameter, signal }) => ({
			recording: readRecordingItem(item),
			settings: readProofSettings(parameter),
			readAt: typeof item.json.readAt === 'string' ? item.json.readAt : '',
			json: item.json,
			signal,
		}),
		async (requests, { kaltura }) => {
			const proofs = await verifyAll(kaltura.api, requests, requests[0]?.signal);
			return proofs.map((proof, index) => {
				const { json } = requests[index]!;
				return proof instanceof Error ? new Failure(proof, 0, { ...json, proof: null }) : { ...json, proof };
			});
		},
	),
};

function readProofSettings(parameter: ParameterReader): ProofSettings {
	const options = new CollectionReader(parameter.object('options'));
	return {
		files: readFileSettings(parameter),
		captions: readCaptionSettings(parameter),
		impossibleTexts: options.oneOf('impossibleTexts', 'Impossible Texts', ['giveUp', 'holdBack'], 'holdBack'),
		editedCaptions: options.oneOf('editedCaptions', 'Edited Captions', ['accept', 'keepInZoom'], 'keepInZoom'),
	};
}
