import type { Input } from '../api/deserialize.mts';
import { apiError } from '../api/errors.mts';
import { listOf, matchesList, type Pager } from '../api/lists.mts';
import { action, type Service } from '../api/service.mts';
import { changesOf, validateForStorage } from '../api/validate.mts';
import { requireEntry } from '../entries/access.mts';
import { FileAnswer } from '../http/answer.mts';
import { collapseSlashes, download, DownloadError, resolveRedirects } from '../media/download.mts';
import { refuseUnsafe } from '../media/ingest.mts';
import { readResource } from '../media/resource.mts';
import type { Session } from '../sessions/session.mts';
import type { Content } from '../store/content.mts';
import { newEntryId } from '../store/ids.mts';
import type { World } from '../world.mts';
import { AssetStatus, type AttachmentAsset } from './asset.mts';
import { assetsOf, requireRoom } from './lists.mts';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
	'1': 'text/plain; charset=utf-8',
	'3': 'application/octet-stream',
	'4': 'application/json',
	'5': 'text/markdown; charset=utf-8',
};

function requireAttachment(world: World, session: Session, id: string): AttachmentAsset {
	const asset = world.attachments.get(id);
	if (!asset || asset.status === AssetStatus.DELETED) throw apiError('ATTACHMENT_ASSET_ID_NOT_FOUND', { ID: id });
	requireEntry(world, session, asset.entryId);
	return asset;
}

function add(world: World, session: Session, entryId: string, input: Input): AttachmentAsset {
	validateForStorage(input, session.isAdmin);
	const entry = requireEntry(world, session, entryId);
	requireRoom(world, entry.id);
	const now = world.clock.seconds();
	return world.attachments.put({
		...cleaned(input),
		id: newEntryId(),
		entryId: entry.id,
		order: world.rowIds.next(),
		status: AssetStatus.QUEUED,
		version: 1,
		sizeInBytes: 0,
		createdAt: now,
		updatedAt: now,
	});
}

/** Line breaks are stripped from file names (docs/vendors/kaltura.md#captions-and-attachments). */
function cleaned(input: Input): Record<string, unknown> {
	const changes = changesOf(input);
	if (typeof changes.filename === 'string') changes.filename = changes.filename.replace(/[\r\n]/g, '');
	return changes;
}

/**
 * A URL is downloaded inside this very call, and that download carries no headers: they only count while redirects are
 * resolved with `shouldRedirect` (docs/vendors/kaltura.md#captions-and-attachments). Zoom's chat files therefore need shouldRedirect, which ends at a pre-signed URL.
 */
async function setContent(
	world: World,
	session: Session,
	asset: AttachmentAsset,
	resource: Input,
): Promise<AttachmentAsset> {
	const source = readResource(world, session, resource);
	if (source.kind === 'content') return receiveAttachment(world, asset.id, source.content) ?? asset;
	if (source.kind === 'token') {
		world.uploadTokens.put({ ...source.token, attachedTo: { objectType: 'attachment', id: asset.id } });
		return world.attachments.put({ ...asset, status: AssetStatus.IMPORTING });
	}
	try {
		const url = collapseSlashes(source.url);
		const finalUrl = source.shouldRedirect ? await resolveRedirects(url, source.headerLines) : url;
		const content = await download(finalUrl, [], world.settings.keepBytesUpTo);
		return receiveAttachment(world, asset.id, content) ?? asset;
	} catch (error) {
		if (!(error instanceof DownloadError)) throw error;
		world.attachments.put({ ...asset, status: AssetStatus.ERROR, description: error.message });
		throw apiError('ATTACHMENT_ASSET_DOWNLOAD_FAILED', { URL: source.url });
	}
}

export function receiveAttachment(world: World, id: string, content: Content): AttachmentAsset | null {
	const asset = world.attachments.get(id);
	if (!asset || asset.status === AssetStatus.DELETED) return null;
	refuseUnsafe(content);
	world.contents.set(id, content);
	return world.attachments.put({
		...asset,
		status: AssetStatus.READY,
		sizeInBytes: content.size,
		version: asset.version + (asset.status === AssetStatus.READY ? 1 : 0),
		updatedAt: world.clock.seconds(),
	});
}

function attachmentToWire(world: World, asset: AttachmentAsset) {
	const { order: _, ...properties } = asset;
	return {
		...properties,
		partnerId: world.partner.id,
		size: Math.floor(asset.sizeInBytes / 1024),
		objectType: 'KalturaAttachmentAsset',
	};
}

/** attachment_attachmentasset: docs/vendors/kaltura.md#captions-and-attachments. */
export const attachmentAsset: Service = {
	name: 'attachment_attachmentasset',
	actions: {
		add: action({
			access: 'user',
			params: { entryId: 'string', attachmentAsset: 'KalturaAttachmentAsset' },
			run: ({ world, session }, args: { entryId: string; attachmentAsset: Input }) =>
				attachmentToWire(world, add(world, session, args.entryId, args.attachmentAsset)),
		}),
		setContent: action({
			access: 'user',
			params: { id: 'string', contentResource: 'KalturaContentResource' },
			async run({ world, session }, { id, contentResource }: { id: string; contentResource: Input }) {
				const asset = requireAttachment(world, session, id);
				return attachmentToWire(world, await setContent(world, session, asset, contentResource));
			},
		}),
		update: action({
			access: 'user',
			params: { id: 'string', attachmentAsset: 'KalturaAttachmentAsset' },
			run({ world, session }, { id, attachmentAsset: input }: { id: string; attachmentAsset: Input }) {
				const asset = requireAttachment(world, session, id);
				validateForStorage(input, session.isAdmin, attachmentToWire(world, asset));
				return attachmentToWire(
					world,
					world.attachments.put({ ...asset, ...cleaned(input), updatedAt: world.clock.seconds() }),
				);
			},
		}),
		get: action({
			access: 'widget',
			params: { attachmentAssetId: 'string' },
			run: ({ world, session }, args: { attachmentAssetId: string }) =>
				attachmentToWire(world, requireAttachment(world, session, args.attachmentAssetId)),
		}),
		list: action({
			access: 'widget',
			params: { filter: 'KalturaAssetFilter?', pager: 'KalturaFilterPager?' },
			run({ world, session }, { filter, pager }: { filter?: Input; pager?: Pager }) {
				const assets = assetsOf(world, session, world.attachments, filter, 'KalturaAttachmentAssetFilter').filter(
					(asset) => matchesList(asset.format ?? '', filter?.formatEqual, filter?.formatIn),
				);
				return listOf('KalturaAttachmentAssetListResponse', assets, pager, (asset) => attachmentToWire(world, asset));
			},
		}),
		delete: action({
			access: 'user',
			params: { attachmentAssetId: 'string' },
			run({ world, session }, args: { attachmentAssetId: string }) {
				const asset = requireAttachment(world, session, args.attachmentAssetId);
				world.attachments.put({ ...asset, status: AssetStatus.DELETED, updatedAt: world.clock.seconds() });
				world.contents.delete(asset.id);
				return null;
			},
		}),
		getUrl: action({
			access: 'widget',
			params: { id: 'string', storageId: 'int?' },
			run({ world, session }, { id }: { id: string }) {
				const asset = requireAttachment(world, session, id);
				return `${world.origin}/api_v3/service/attachment_attachmentasset/action/serve/attachmentAssetId/${asset.id}/v/${asset.version}`;
			},
		}),
		serve: action({
			access: 'anybody',
			params: { attachmentAssetId: 'string', serveOptions: 'string?' },
			run({ world }, { attachmentAssetId }: { attachmentAssetId: string }) {
				const asset = world.attachments.get(attachmentAssetId);
				const bytes = world.contents.get(attachmentAssetId)?.bytes;
				if (!asset || !bytes || asset.status !== AssetStatus.READY) {
					throw apiError('ATTACHMENT_ASSET_ID_NOT_FOUND', { ID: attachmentAssetId });
				}
				const type = CONTENT_TYPES[asset.format ?? ''] ?? 'application/octet-stream';
				return new FileAnswer(bytes, type, asset.filename ?? `${asset.id}.${asset.fileExt ?? 'txt'}`);
			},
		}),
	},
};
