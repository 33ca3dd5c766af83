import type { INodeProperties } from 'n8n-workflow';

import { inBatch } from '../../../../lib/n8n/batch';
import { CollectionReader } from '../../../../lib/n8n/collection';
import { Failure } from '../../../../lib/policy/failures';
import { type Operation } from '../../../../lib/n8n/operation';
import type { ParameterReader } from '../../../../lib/n8n/parameters';
import { readRecordingItem } from '../../../../lib/n8n/recording-item';
import { lookUpForProof } from '../../../../lib/kaltura/ingest/proof-look-up';
import { referencesOf } from '../../../../lib/policy/import/import-plan';
import { prove, type ProofFacts, type ProofSettings } from '../../../../lib/policy/proof/proof';
import type { Recording } from '../../../../lib/policy/recording';
import type { MediaClients } from '../../clients';

import { readCaptionSettings, readFileSettings } from './file-settings';
import { captionsField, filesField } from './import-form';
import { inGroups, inParallel } from '../../../../lib/pipeline/import/in-parallel';

/** Kaltura works through a multirequest one by one and has 60 seconds for it; 600 references are 25 short lists. */
const REFERENCES_PER_REQUEST = 600;
const REQUESTS_IN_FLIGHT = 2;

interface Question {
	recording: Recording;
	settings: ProofSettings;
	references: string[];
	json: object;
	/** When Zoom was read for the item; '' when the item does not say. */
	readAt: string;
	signal: AbortSignal | undefined;
}

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
		],
	},
];

/** Reads only: the item says what may go from Zoom, and why the rest may not. */
export const verify: Operation<MediaClients> = {
	value: 'verify',
	name: 'Verify',
	action: 'Verify a recording',
	description: 'Say for every file of a Zoom recording whether it is safely in Kaltura, with evidence; changes nothing',
	fields: verifyFields,
	runAll: inBatch(
		({ item, parameter, signal }): Question => {
			const recording = readRecordingItem(item);
			return {
				recording,
				settings: readProofSettings(parameter),
				references: referencesOf(recording),
				json: item.json,
				readAt: typeof item.json.readAt === 'string' ? item.json.readAt : '',
				signal,
			};
		},
		async (questions, { kaltura }) => {
			const signal = questions[0]?.signal;
			const answers = new Map<Question, object>();
			const groups = inGroups(questions, ({ references }) => references.length, REFERENCES_PER_REQUEST);
			await inParallel(groups, REQUESTS_IN_FLIGHT, signal, async (group) => {
				const references = [...new Set(group.flatMap((question) => question.references))];
				const facts = await lookUpForProof(kaltura.api, references).catch((error: Error) => error);
				for (const question of group) {
					answers.set(
						question,
						facts instanceof Error
							? new Failure(facts, 0, { ...question.json, proof: null })
							: verified(question, facts),
					);
				}
			});
			signal?.throwIfAborted();
			return questions.map((question) => answers.get(question)!);
		},
	),
};

/** `verifiedAt` is Kaltura's time, so that a wrong clock here does not make anything look old enough to go. */
function verified({ recording, settings, json, references, readAt }: Question, facts: ProofFacts): object {
	const own = new Set(references);
	const entries = facts.entries.filter(({ referenceId }) => own.has(referenceId));
	const ids = new Set(entries.map(({ id }) => id));
	const proof = prove(
		recording,
		{
			entries,
			captions: facts.captions.filter(({ entryId }) => ids.has(entryId)),
			attachments: facts.attachments.filter(({ entryId }) => ids.has(entryId)),
			now: facts.now,
		},
		settings,
	);
	return {
		...json,
		proof: {
			...proof,
			verifiedAt: new Date(facts.now * 1000).toISOString(),
			clockSkewSeconds: Math.round(Date.now() / 1000 - facts.now),
			recordingReadAt: readAt || null,
		},
	};
}

function readProofSettings(parameter: ParameterReader): ProofSettings {
	const options = new CollectionReader(parameter.object('options'));
	return {
		files: readFileSettings(parameter),
		captions: readCaptionSettings(parameter),
		editedCaptions: options.oneOf('editedCaptions', 'Edited Captions', ['accept', 'keepInZoom'], 'keepInZoom'),
	};
}
