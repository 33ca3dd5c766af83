import type { INodeExecutionData } from 'n8n-workflow';
import { z } from 'zod';

import type { Recording } from '../policy/recording';

import { ItemError } from '../policy/failures';

const file = z.object({
	id: z.string(),
	fileType: z.string(),
	recordingType: z.string(),
	extension: z.string(),
	sizeBytes: z.number(),
	sizeUnknown: z.boolean().optional(),
	status: z.string(),
	participantName: z.string().optional(),
});

/** The flowing item as nodes accept it; fields that other nodes added stay on the item but are not part of this. */
const recording = z.object({
	accountId: z.string().default(''),
	meetingUuid: z.string().min(1),
	meetingId: z.string().default(''),
	kind: z.enum(['meeting', 'webinar']),
	type: z.number().nullable().default(null),
	topic: z.string(),
	host: z.object({ id: z.string(), email: z.string().nullable().default(null) }),
	startedAt: z.string(),
	endedAt: z.string().default(''),
	timezone: z.string().default(''),
	complete: z.boolean(),
	sizeBytes: z.number().default(0),
	segments: z.array(z.object({ startedAt: z.string(), endedAt: z.string(), files: z.array(file) })),
	storedElsewhere: z.boolean().optional(),
	vanishesAt: z.string().optional(),
	trackingFields: z.record(z.string()).optional(),
});

/**
 * Whether somebody only wants to know what would happen to this recording (template try-recording). The mark goes through the
 * pipeline on the item itself, so that no node that was changed or left behind by an update can lose it; nothing is written then.
 */
export const isOnlyTried = ({ json }: INodeExecutionData): boolean => json.onlyTry === true;

/** The item when it is a Recording, else undefined: for nodes that also take anything else. */
export const recordingOf = ({ json }: INodeExecutionData): Recording | undefined => recording.safeParse(json).data;

/**
 * Reads a Recording item, as Zoom Recordings and Zoom Trigger make it.
 * @throws {ItemError} naming the first field that does not fit
 */
export function readRecordingItem(item: INodeExecutionData): Recording {
	const parsed = recording.safeParse(item.json);
	if (parsed.success) return parsed.data;
	const issue = parsed.error.issues[0];
	throw new ItemError(
		'Input Item',
		`is not a recording: its field ${issue?.path.join('.') || '(all)'} is ${issue?.message === 'Required' ? 'missing' : `not usable (${issue?.message})`}`,
		'Put a Zoom Recordings node (operation Get) in front of this one and pass its items on unchanged.',
	);
}
