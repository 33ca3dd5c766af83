import type { Input } from '../api/deserialize.mts';
import { LANGUAGES } from '../api/languages.mts';
import { apiError } from '../api/errors.mts';
import { type Pager, listOf, matchesList } from '../api/lists.mts';
import { action, type Service } from '../api/service.mts';
import { changesOf, validateForStorage } from '../api/validate.mts';
import { findEntry, requireEntry } from '../entries/access.mts';
import { FileAnswer } from '../http/answer.mts';
import { readResource } from '../media/resource.mts';
import type { Session } from '../sessions/session.mts';
import type { Content } from '../store/content.mts';
import { newEntryId } from '../store/ids.mts';
import type { World } from '../world.mts';
import { AssetStatus, type CaptionAsset } from './asset.mts';
import { assetsOf, requireRoom } from './lists.mts';
import { CAPTION_TYPES, isValidCaption } from './text-formats.mts';

/** Captions of a stream are kept on its parent (docs/vendors/kaltura.md#entries-and-their-content); images have none (docs/vendors/kaltura.md#captions-and-attachments). */
function captionEntry(world: World, session: Session, entryId: string) {
	const entry = requireEntry(world, session, entryId);
	if (entry.mediaType !== 1 && entry.mediaType !== 5) throw apiError('ENTRY_ID_NOT_FOUND', { ENTRY_ID: entryId });
	return (entry.parentEntryId && findEntry(world, entry.parentEntryId)) || entry;
}

function requireCaption(world: World, session: Session, id: string): CaptionAsset {
	const asset = world.captions.get(id);
	if (!asset || asset.status === AssetStatus.DELETED) throw apiError('CAPTION_ASSET_ID_NOT_FOUND', { ID: id });
	requireEntry(world, session, asset.entryId);
	return asset;
}

function add(world: World, session: Session, entryId: string, input: Input): CaptionAsset {
	validateForStorage(input, session.isAdmin);
	const entry = captionEntry(world, session, entryId);
	requireRoom(world, entry.id);
	const given = changesOf(input);
	const sameParams = world.captions
		.find('entry', [entry.id])
		.some(
			(asset) =>
				given.captionParamsId &&
				asset.captionParamsId === given.captionParamsId &&
				asset.status !== AssetStatus.DELETED,
		);
	if (sameParams) throw apiError('CAPTION_ASSET_ALREADY_EXISTS', { ID: String(given.captionParamsId) });
	const now = world.clock.seconds();
	// SRT when the format is not said (docs/vendors/kaltura.md#captions-and-attachments): a VTT file then ends as an error.
	const format = String(given.format ?? '1');
	return world.captions.put({
		language: 'Undefined',
		label: null,
		displayOnPlayer: true,
		source: '0',
		usage: '0',
		fileExt: CAPTION_TYPES[format]?.fileExt,
		...given,
		format,
		// On add the others keep their flag.
		isDefault: given.isDefault === 1,
		id: newEntryId(),
		entryId: entry.id,
		order: world.rowIds.next(),
		status: AssetStatus.QUEUED,
		version: 1,
		sizeInBytes: 0,
		createdAt: now,
		updatedAt: now,
	} as CaptionAsset);
}

function setContent(world: World, session: Session, asset: CaptionAsset, resource: Input): CaptionAsset {
	const source = readResource(world, session, resource);
	if (source.kind === 'content') return receiveCaption(world, asset.id, source.content) ?? asset;
	if (source.kind === 'token') {
		world.uploadTokens.put({ ...source.token, attachedTo: { objectType: 'caption', id: asset.id } });
	} else {
		const { url, headerLines, shouldRedirect } = source;
		const createdAt = world.clock.seconds();
		world.imports.put({ id: asset.id, target: 'caption', url, headerLines, shouldRedirect, attempts: 0, createdAt });
		world.scheduler.add('import', asset.id, world.settings.importQueueMs);
	}
	return world.captions.put({ ...asset, status: AssetStatus.IMPORTING, updatedAt: world.clock.seconds() });
}

/** Content that cannot be parsed sets the asset to ERROR; the call that brought it succeeds all the same (docs/vendors/kaltura.md#captions-and-attachments). */
export function receiveCaption(world: World, id: string, content: Content): CaptionAsset | null {
	const asset = world.captions.get(id);
	if (!asset || asset.status === AssetStatus.DELETED) return null;
	const isValid = content.bytes !== null && isValidCaption(asset.format, content.bytes);
	world.contents.set(id, content);
	return world.captions.put({
		...asset,
		status: isValid ? AssetStatus.READY : AssetStatus.ERROR,
		sizeInBytes: content.size,
		version: asset.version + (asset.status === AssetStatus.READY ? 1 : 0),
		updatedAt: world.clock.seconds(),
	});
}

export function failCaption(world: World, id: string, description: string): void {
	const asset = world.captions.get(id);
	if (asset) world.captions.put({ ...asset, status: AssetStatus.ERROR, description, updatedAt: world.clock.seconds() });
}

function makeDefault(world: World, asset: CaptionAsset): void {
	for (const other of world.captions.find('entry', [asset.entryId])) {
		if (other.isDefault !== (other.id === asset.id)) world.captions.put({ ...other, isDefault: other.id === asset.id });
	}
}

function captionToWire(world: World, asset: CaptionAsset) {
	const { order: _, ...properties } = asset;
	return {
		...properties,
		partnerId: world.partner.id,
		size: Math.floor(asset.sizeInBytes / 1024),
		languageCode: LANGUAGES[asset.language],
		objectType: 'KalturaCaptionAsset',
	};
}

/** caption_captionasset: docs/vendors/kaltura.md#captions-and-attachments. */
export const captionAsset: Service = {
	name: 'caption_captionasset',
	actions: {
		add: action({
			access: 'admin',
			params: { entryId: 'string', captionAsset: 'KalturaCaptionAsset' },
			run: ({ world, session }, args: { entryId: string; captionAsset: Input }) =>
				captionToWire(world, add(world, session, args.entryId, args.captionAsset)),
		}),
		setContent: action({
			access: 'admin',
			params: { id: 'string', contentResource: 'KalturaContentResource' },
			run({ world, session }, { id, contentResource }: { id: string; contentResource: Input }) {
				return captionToWire(world, setContent(world, session, requireCaption(world, session, id), contentResource));
			},
		}),
		update: action({
			access: 'admin',
			params: { id: 'string', captionAsset: 'KalturaCaptionAsset' },
			run({ world, session }, { id, captionAsset: input }: { id: string; captionAsset: Input }) {
				const asset = requireCaption(world, session, id);
				validateForStorage(input, session.isAdmin, captionToWire(world, asset));
				const { isDefault, ...changes } = changesOf(input);
				const updatedAt = world.clock.seconds();
				const saved = world.captions.put({
					...asset,
					...changes,
					isDefault: isDefault === undefined ? asset.isDefault : isDefault === 1,
					updatedAt,
				});
				if (isDefault === 1) makeDefault(world, saved);
				return captionToWire(world, saved);
			},
		}),
		get: action({
			access: 'widget',
			params: { captionAssetId: 'string' },
			run: ({ world, session }, args: { captionAssetId: string }) =>
				captionToWire(world, requireCaption(world, session, args.captionAssetId)),
		}),
		list: action({
			access: 'widget',
			params: { filter: 'KalturaAssetFilter?', pager: 'KalturaFilterPager?' },
			run({ world, session }, { filter, pager }: { filter?: Input; pager?: Pager }) {
				const assets = assetsOf(world, session, world.captions, filter, 'KalturaCaptionAssetFilter').filter(
					(asset) =>
						matchesList(asset.format, filter?.formatEqual, filter?.formatIn) &&
						matchesList(asset.usage, filter?.usageEqual),
				);
				return listOf('KalturaCaptionAssetListResponse', assets, pager, (asset) => captionToWire(world, asset));
			},
		}),
		setAsDefault: action({
			access: 'admin',
			params: { captionAssetId: 'string' },
			run({ world, session }, args: { captionAssetId: string }) {
				makeDefault(world, requireCaption(world, session, args.captionAssetId));
				return null;
			},
		}),
		delete: action({
			access: 'admin',
			params: { captionAssetId: 'string' },
			run({ world, session }, args: { captionAssetId: string }) {
				const asset = requireCaption(world, session, args.captionAssetId);
				world.captions.put({ ...asset, status: AssetStatus.DELETED, updatedAt: world.clock.seconds() });
				world.contents.delete(asset.id);
				world.imports.remove(asset.id);
				return null;
			},
		}),
		getUrl: action({
			access: 'widget',
			params: { id: 'string', storageId: 'int?' },
			run({ world, session }, { id }: { id: string }) {
				const asset = requireCaption(world, session, id);
				return `${world.origin}/api_v3/service/caption_captionasset/action/serve/captionAssetId/${asset.id}/v/${asset.version}`;
			},
		}),
		serve: action({
			access: 'anybody',
			params: { captionAssetId: 'string' },
			run({ world }, { captionAssetId }: { captionAssetId: string }) {
				const asset = world.captions.get(captionAssetId);
				const bytes = world.contents.get(captionAssetId)?.bytes;
				if (!asset || !bytes || asset.status !== AssetStatus.READY)
					throw apiError('CAPTION_ASSET_ID_NOT_FOUND', { ID: captionAssetId });
				const type = CAPTION_TYPES[asset.format];
				return new FileAnswer(bytes, type?.contentType ?? 'text/plain', `${asset.id}.${type?.fileExt ?? 'txt'}`);
			},
		}),
	},
};
