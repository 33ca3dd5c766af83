import { z } from 'zod';

import { KalturaError } from './errors';

// Kaltura's answers are looser than its documentation: statuses are numbers or strings, big numbers are strings, and
// null properties are left out. Everything unknown passes through. (docs/vendors/kaltura.md#answers)

const number = z.coerce.number();
const id = z.union([z.string(), z.number()]).transform(String);
/** `2`, `"2"` → 2; `"virusScan.Infected"` stays text. */
const numberOrName = z
	.union([z.number(), z.string()])
	.transform((value) => (typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value));
/** `3`, `"3"` → "3": string enums. */
const stringEnum = z.union([z.string(), z.number()]).transform(String);
const flag = z
	.union([z.boolean(), z.number(), z.string()])
	.transform((value) => value === true || value === 1 || value === '1' || value === 'true');

export const entrySchema = z
	.object({
		id,
		name: z.string().default(''),
		description: z.string().optional(),
		userId: z.string().default(''),
		creatorId: z.string().optional(),
		status: numberOrName,
		type: numberOrName.optional(),
		mediaType: number.optional(),
		createdAt: number,
		updatedAt: number.optional(),
		referenceId: z.string().default(''),
		parentEntryId: z.string().default(''),
		adminTags: z.string().default(''),
		tags: z.string().default(''),
		/** Seconds. */
		duration: number.default(0),
		msDuration: number.default(0),
		plays: number.optional(),
		displayInSearch: number.optional(),
		replacementStatus: numberOrName.optional(),
		replacingEntryId: z.string().optional(),
		conversionProfileId: number.optional(),
		entitledUsersEdit: z.string().default(''),
		entitledUsersPublish: z.string().default(''),
		entitledUsersView: z.string().default(''),
		partnerData: z.string().optional(),
		blockAutoTranscript: flag.optional(),
	})
	.passthrough();
export type KalturaEntry = z.infer<typeof entrySchema>;

export const categorySchema = z
	.object({
		id: number,
		parentId: number.default(0),
		name: z.string(),
		/** `Parent>Child`. */
		fullName: z.string().default(''),
		fullIds: z.string().default(''),
		referenceId: z.string().default(''),
	})
	.passthrough();
export type KalturaCategory = z.infer<typeof categorySchema>;

export const categoryEntrySchema = z
	.object({ categoryId: number, entryId: id, status: numberOrName.optional(), categoryFullIds: z.string().default('') })
	.passthrough();
export type KalturaCategoryEntry = z.infer<typeof categoryEntrySchema>;

/** `playlistContent`: ids of entries with commas between, where the list was made by hand. */
export const playlistSchema = z
	.object({ id, createdAt: number.optional(), playlistContent: z.string().optional() })
	.passthrough();

const assetShape = {
	id,
	entryId: id.optional(),
	status: numberOrName,
	size: number.optional(),
	sizeInBytes: number.optional(),
	fileExt: z.string().optional(),
	tags: z.string().default(''),
	description: z.string().optional(),
	createdAt: number.optional(),
	updatedAt: number.optional(),
};

export const captionSchema = z
	.object({
		...assetShape,
		language: z.string().optional(),
		languageCode: z.string().optional(),
		label: z.string().default(''),
		format: stringEnum.optional(),
		isDefault: flag.default(false),
		accuracy: number.optional(),
		displayOnPlayer: flag.optional(),
		source: stringEnum.optional(),
	})
	.passthrough();
export type KalturaCaption = z.infer<typeof captionSchema>;

export const attachmentSchema = z
	.object({
		...assetShape,
		filename: z.string().default(''),
		title: z.string().default(''),
		format: stringEnum.optional(),
		partnerDescription: z.string().optional(),
	})
	.passthrough();
export type KalturaAttachment = z.infer<typeof attachmentSchema>;

export const flavorSchema = z
	.object({ ...assetShape, isOriginal: flag.optional(), flavorParamsId: number.optional() })
	.passthrough();
export type KalturaFlavor = z.infer<typeof flavorSchema>;

export const userSchema = z
	.object({
		id,
		screenName: z.string().optional(),
		firstName: z.string().optional(),
		lastName: z.string().optional(),
		fullName: z.string().optional(),
		email: z.string().default(''),
		externalId: z.string().optional(),
		/** 0 blocked, 1 active, 2 deleted. */
		status: number.default(1),
		/** 0 user, 1 group, 2 applicative group. */
		type: number.default(0),
		isAdmin: flag.optional(),
		loginEnabled: flag.optional(),
		tags: z.string().optional(),
		partnerData: z.string().optional(),
		createdAt: number.optional(),
		updatedAt: number.optional(),
	})
	.passthrough();
export type KalturaUser = z.infer<typeof userSchema>;

export const groupSchema = z
	.object({
		id,
		screenName: z.string().default(''),
		status: number.default(1),
		type: number.optional(),
		groupType: number.optional(),
		membersCount: number.optional(),
		tags: z.string().optional(),
		partnerData: z.string().optional(),
		userMode: number.optional(),
	})
	.passthrough();
export type KalturaGroup = z.infer<typeof groupSchema>;

export const membershipSchema = z
	.object({
		id: id.optional(),
		userId: id,
		groupId: id,
		/** 0 active, 1 deleted. */
		status: number.default(0),
		/** 1 manual, 2 automatic (made by a synchronisation). */
		creationMode: number.default(1),
		/** 1 member, 2 manager. */
		userRole: number.default(1),
		groupType: number.optional(),
		createdAt: number.optional(),
	})
	.passthrough();
export type KalturaMembership = z.infer<typeof membershipSchema>;

export const userRoleSchema = z
	.object({
		id,
		name: z.string().default(''),
		/** 1 active, 2 blocked, 3 deleted. */
		status: number.default(1),
		/** 0: of every account. */
		partnerId: id.default(''),
		permissionNames: z.string().default(''),
	})
	.passthrough();

export const conversionProfileSchema = z
	.object({
		id: number,
		name: z.string().default(''),
		systemName: z.string().optional(),
		isDefault: flag.default(false),
	})
	.passthrough();
export type KalturaConversionProfile = z.infer<typeof conversionProfileSchema>;

export const uploadTokenSchema = z
	.object({
		id,
		/** 0 pending, 1 partial, 2 full, 3 closed, 4 timed out, 5 deleted. */
		status: number,
		fileName: z.string().nullish(),
		fileSize: number.nullish(),
		/** Contiguous bytes that have arrived; null before the first. */
		uploadedFileSize: number.nullish().transform((bytes) => bytes ?? 0),
		/** Host to send the bytes to, when the deployment names one. */
		uploadUrl: z.string().nullish(),
		/** Epoch seconds of the last part. */
		updatedAt: number.optional(),
		/** The object that was promised the file before it was complete. */
		attachedObjectId: z.string().nullish(),
	})
	.passthrough();
export type KalturaUploadToken = z.infer<typeof uploadTokenSchema>;

const listSchema = z
	.object({ objects: z.array(z.unknown()).nullish(), totalCount: number.default(0) })
	.passthrough()
	.transform(({ objects, totalCount }) => ({ objects: objects ?? [], totalCount }));

export interface KalturaList<T> {
	objects: T[];
	totalCount: number;
}

/**
 * The answer in its known form.
 * @throws {KalturaError} UNEXPECTED_ANSWER naming the property, or the error itself when the answer is one (multirequest)
 */
export function parseAs<S extends z.ZodTypeAny>(schema: S, answer: unknown, request: string): z.output<S> {
	if (answer instanceof KalturaError) throw answer;
	const parsed = schema.safeParse(withoutNulls(answer));
	if (parsed.success) return parsed.data as z.output<S>;
	const issue = parsed.error.issues[0];
	const where = issue?.path.join('.') || 'the whole';
	throw new KalturaError({
		code: 'UNEXPECTED_ANSWER',
		request,
		args: { DETAIL: `${where}: ${issue?.message ?? 'unknown'}` },
	});
}

/** Kaltura leaves out what it does not know; where a version writes null for it, that means the same. */
function withoutNulls(answer: unknown): unknown {
	if (answer === null || typeof answer !== 'object' || Array.isArray(answer)) return answer;
	// Lists have very many objects, and hardly one has a null: look first, without a copy.
	for (const key in answer)
		if ((answer as Record<string, unknown>)[key] === null)
			return Object.fromEntries(Object.entries(answer).filter(([, value]) => value !== null));
	return answer;
}

/** A list answer; a missing `objects` is an empty list. */
export function parseListOf<S extends z.ZodTypeAny>(
	schema: S,
	answer: unknown,
	request: string,
): KalturaList<z.output<S>> {
	const { objects, totalCount } = parseAs(listSchema, answer, request);
	return { objects: objects.map((object) => parseAs(schema, object, request)), totalCount };
}
