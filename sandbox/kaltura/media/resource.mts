import type { Input } from '../api/deserialize.mts';
import { apiError } from '../api/errors.mts';
import type { Session } from '../sessions/session.mts';
import { type Content, contentOf } from '../store/content.mts';
import type { World } from '../world.mts';
import { type UploadToken } from './model.mts';
import { findToken, TokenStatus } from './upload-token.mts';

/** Where content comes from, after the checks of docs/vendors/kaltura.md#where-content-comes-from. */
export type Source =
	| { kind: 'content'; content: Content }
	| { kind: 'url'; url: string; headerLines: string[]; shouldRedirect: boolean }
	/** An upload that has not finished: the content follows. */
	| { kind: 'token'; token: UploadToken };

export function readResource(world: World, session: Session, resource: Input): Source {
	switch (resource.objectType) {
		case 'KalturaUrlResource':
			return readUrl(resource);
		case 'KalturaStringResource': {
			const text = required(resource, 'content');
			return { kind: 'content', content: contentOf(Buffer.from(text, 'utf8'), 'content.txt', 'text/plain') };
		}
		case 'KalturaUploadedFileTokenResource':
			return readToken(world, session, required(resource, 'token'));
		case 'KalturaAssetParamsResourceContainer':
			return readResource(world, session, resource.resource as Input);
		case 'KalturaAssetsParamsResourceContainers': {
			// Only the container of the source (assetParamsId 0) or the first one matters here.
			const containers = resource.resources as Input[];
			const container = containers.find((candidate) => candidate.assetParamsId === 0) ?? containers[0];
			if (!container)
				throw apiError('PROPERTY_VALIDATION_CANNOT_BE_NULL', { PROP_NAME: `${resource.objectType}::resources` });
			return readResource(world, session, container);
		}
		default:
			throw apiError('OBJECT_TYPE_ABSTRACT', { OBJ_TYPE: resource.objectType });
	}
}

function readUrl(resource: Input): Source {
	return {
		kind: 'url',
		url: required(resource, 'url'),
		headerLines: ((resource.urlHeaders ?? []) as Input[]).map((header) => String(header.value ?? '')),
		shouldRedirect: resource.shouldRedirect === true,
	};
}

function readToken(world: World, session: Session, id: string): Source {
	const token = findToken(world, session, id);
	if (token.status === TokenStatus.FULL_UPLOAD) {
		const content = world.contents.get(token.id);
		if (!content) throw apiError('UPLOADED_FILE_NOT_FOUND_BY_TOKEN');
		world.contents.delete(token.id);
		world.uploadTokens.put({ ...token, status: TokenStatus.CLOSED, updatedAt: world.clock.seconds() });
		return { kind: 'content', content };
	}
	const waits = token.status === TokenStatus.PENDING || token.status === TokenStatus.PARTIAL_UPLOAD;
	if (!waits || token.attachedTo) throw apiError('UPLOAD_TOKEN_INVALID_STATUS_FOR_ADD_ENTRY');
	return { kind: 'token', token };
}

function required(resource: Input, property: string): string {
	const value = resource[property];
	if (value === undefined || value === null || value === '') {
		throw apiError('PROPERTY_VALIDATION_CANNOT_BE_NULL', { PROP_NAME: `${resource.objectType}::${property}` });
	}
	return String(value);
}
