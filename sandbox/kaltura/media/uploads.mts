import type { Input } from '../api/deserialize.mts';
import { apiError } from '../api/errors.mts';
import { isGiven, listOf, matchesList, type Pager } from '../api/lists.mts';
import { action, type Call, type Service } from '../api/service.mts';
import { changesOf, validateForStorage } from '../api/validate.mts';
import type { UploadedFile } from '../http/parameters.mts';
import { newTokenId } from '../store/ids.mts';
import type { World } from '../world.mts';
import { GrowingFile, waitForSize } from './chunks.mts';
import { type UploadToken } from './model.mts';
import { findToken, TokenStatus, tokenToWire } from './upload-token.mts';

interface UploadArguments {
	uploadTokenId: string;
	fileData: UploadedFile;
	resume?: boolean;
	finalChunk?: boolean;
	resumeAt?: number;
}

/** uploadToken: docs/vendors/kaltura.md#uploads. `attach` hands a complete file to whom it was promised. */
export function uploadTokenService(attach: (world: World, token: UploadToken) => void): Service {
	return {
		name: 'uploadToken',
		actions: {
			add: action({
				access: 'user',
				params: { uploadToken: 'KalturaUploadToken?' },
				run({ world, session }, { uploadToken: input }: { uploadToken?: Input }) {
					if (input) validateForStorage(input, session.isAdmin);
					const autoFinalize = input?.autoFinalize === 1;
					if (autoFinalize && !isGiven(input?.fileSize)) throw apiError('UPLOAD_TOKEN_MISSING_FILE_SIZE');
					const now = world.clock.seconds();
					const token: UploadToken = {
						...(input ? changesOf(input) : {}),
						id: newTokenId(),
						userId: session.userId,
						status: TokenStatus.PENDING,
						uploadedFileSize: 0,
						autoFinalize,
						attachedTo: null,
						createdAt: now,
						updatedAt: now,
					};
					return tokenToWire(world, world.uploadTokens.put(token));
				},
			}),
			get: action({
				access: 'user',
				params: { uploadTokenId: 'string' },
				run: ({ world, session }, args: { uploadTokenId: string }) =>
					tokenToWire(world, findToken(world, session, args.uploadTokenId)),
			}),
			upload: action({
				access: 'user',
				params: {
					uploadTokenId: 'string',
					fileData: 'file',
					resume: 'bool?',
					finalChunk: 'bool?',
					resumeAt: 'float?',
				},
				run: (call, args: UploadArguments) => upload(call, args, attach),
			}),
			delete: action({
				access: 'user',
				params: { uploadTokenId: 'string' },
				run({ world, session }, args: { uploadTokenId: string }) {
					const token = findToken(world, session, args.uploadTokenId);
					world.growingFiles.delete(token.id);
					world.contents.delete(token.id);
					world.uploadTokens.put({ ...token, status: TokenStatus.DELETED });
					return null;
				},
			}),
			list: action({
				access: 'user',
				params: { filter: 'KalturaUploadTokenFilter?', pager: 'KalturaFilterPager?' },
				run({ world, session }, { filter, pager }: { filter?: Input; pager?: Pager }) {
					const tokens = [...world.uploadTokens.all()].filter(
						(token) =>
							token.status !== TokenStatus.DELETED &&
							(session.isAdmin || token.userId === session.userId) &&
							matchesList(token.id, filter?.idEqual, filter?.idIn) &&
							matchesList(token.userId, filter?.userIdEqual) &&
							matchesList(token.status, filter?.statusEqual, filter?.statusIn) &&
							matchesList(token.fileName ?? '', filter?.fileNameEqual) &&
							matchesList(token.fileSize ?? 0, filter?.fileSizeEqual),
					);
					return listOf('KalturaUploadTokenListResponse', tokens, pager, (token) => tokenToWire(world, token));
				},
			}),
		},
	};
}

async function upload(
	{ world, session, signal }: Call,
	{ uploadTokenId, fileData, resume = false, finalChunk = true, resumeAt = -1 }: UploadArguments,
	attach: (world: World, token: UploadToken) => void,
) {
	const token = findToken(world, session, uploadTokenId);
	if (token.status !== TokenStatus.PENDING && token.status !== TokenStatus.PARTIAL_UPLOAD) {
		throw apiError('UPLOAD_TOKEN_INVALID_STATUS_FOR_UPLOAD');
	}
	const bytes = fileData.bytes;
	if (resume && !world.growingFiles.has(token.id)) throw apiError('UPLOAD_TOKEN_CANNOT_RESUME');
	// A zero-byte chunk in the middle is a silent no-op.
	const isNoOp = resume && !finalChunk && bytes.length === 0 && resumeAt > 0;
	const file = isNoOp
		? (world.growingFiles.get(token.id) as GrowingFile)
		: store(world, token.id, bytes, resume, resumeAt);
	save(world, token.id, file, fileData.fileName, TokenStatus.PARTIAL_UPLOAD);
	if (finalChunk && resume && resumeAt > 0) {
		await waitForSize(file, resumeAt + bytes.length, world.settings.finalChunkWaitMs, signal);
	}
	const isComplete = finalChunk || (token.autoFinalize && file.size >= (token.fileSize ?? Infinity));
	// Meanwhile the token may have been deleted or finished by another request.
	const current = findToken(world, session, token.id);
	if (!isComplete || current.status !== TokenStatus.PARTIAL_UPLOAD) return tokenToWire(world, current);
	const full = save(world, token.id, file, fileData.fileName, TokenStatus.FULL_UPLOAD);
	world.contents.set(token.id, file.finish(full.fileName ?? ''));
	world.growingFiles.delete(token.id);
	// Goes to CLOSED at once when something was waiting for the file.
	if (full.attachedTo) attach(world, full);
	return tokenToWire(world, world.uploadTokens.get(token.id) as UploadToken);
}

function store(world: World, id: string, bytes: Buffer, resume: boolean, resumeAt: number): GrowingFile {
	const growing = world.growingFiles.get(id);
	if (!resume || !growing) {
		// Without resume the file replaces what was there.
		const file = new GrowingFile(bytes, world.settings.keepBytesUpTo);
		world.growingFiles.set(id, file);
		return file;
	}
	if (resumeAt < 0) growing.append(bytes);
	else growing.writeAt(resumeAt, bytes);
	return growing;
}

function save(world: World, id: string, file: GrowingFile, partName: string, status: number): UploadToken {
	const token = world.uploadTokens.get(id) as UploadToken;
	// The extension comes from the uploaded part unless its name says nothing ("chunk", "tmp").
	const fileName = /\.\w+$/.test(partName) && !partName.endsWith('.tmp') ? partName : (token.fileName ?? partName);
	return world.uploadTokens.put({
		...token,
		fileName,
		status,
		uploadedFileSize: file.size,
		updatedAt: world.clock.seconds(),
	});
}
