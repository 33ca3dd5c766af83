import { apiError } from '../api/errors.mts';
import type { Session } from '../sessions/session.mts';
import type { World } from '../world.mts';
import type { UploadToken } from './model.mts';

/** Statuses, docs/vendors/kaltura.md#uploads. */
export const TokenStatus = {
	PENDING: 0,
	PARTIAL_UPLOAD: 1,
	FULL_UPLOAD: 2,
	CLOSED: 3,
	TIMED_OUT: 4,
	DELETED: 5,
} as const;

/** Another user's token does not exist for a user session (docs/vendors/kaltura.md#uploads). */
export function findToken(world: World, session: Session, id: string): UploadToken {
	const token = world.uploadTokens.get(id);
	const isVisible = session.isAdmin || token?.userId.toLowerCase() === session.userId.toLowerCase();
	if (!token || token.status === TokenStatus.DELETED || !isVisible) throw apiError('UPLOAD_TOKEN_NOT_FOUND');
	return token;
}

export function tokenToWire(world: World, token: UploadToken) {
	const { uploadedFileSize, attachedTo, ...properties } = token;
	const asText = world.settings.uploadedFileSizeAs === 'string';
	return {
		...properties,
		partnerId: world.partner.id,
		// The real server sends this one as text or as a number (docs/vendors/kaltura.md#answers).
		uploadedFileSize:
			token.status === TokenStatus.PENDING ? null : asText ? String(uploadedFileSize) : uploadedFileSize,
		uploadUrl: world.settings.uploadUrl,
		attachedObjectType: attachedTo?.objectType,
		attachedObjectId: attachedTo?.id,
		objectType: 'KalturaUploadToken',
	};
}
