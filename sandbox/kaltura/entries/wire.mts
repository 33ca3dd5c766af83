import { isEntitlementBound, type Session } from '../sessions/session.mts';
import type { World } from '../world.mts';
import type { Entry } from './entry.mts';

/** An entry as the API shows it: numbers, texts and order of the real sample in docs/vendors/kaltura.md#answers. */
export function entryToWire(world: World, entry: Entry, session: Session): Record<string, unknown> {
	const base = `${world.origin}/p/${world.partner.id}/sp/${world.partner.id}00`;
	const flavors = world.flavors.find('entry', [entry.id]).filter((flavor) => flavor.status === 2);
	return {
		mediaType: entry.mediaType,
		conversionQuality: entry.conversionProfileId,
		sourceType: entry.sourceType,
		dataUrl: `${base}/playManifest/entryId/${entry.id}/format/url/protocol/http`,
		flavorParamsIds: flavors.map((flavor) => flavor.flavorParamsId).join(','),
		creditUserName: entry.creditUserName,
		creditUrl: entry.creditUrl,
		plays: entry.plays,
		views: entry.views,
		width: entry.width,
		height: entry.height,
		duration: Math.round(entry.msDuration / 1000),
		msDuration: entry.msDuration,
		id: entry.id,
		name: entry.name,
		description: entry.description,
		partnerId: world.partner.id,
		userId: entry.userId,
		creatorId: entry.creatorId,
		tags: entry.tags,
		adminTags: session.isAdmin ? entry.adminTags : undefined,
		...categoryFields(world, entry, session),
		status: entry.status,
		moderationStatus: entry.moderationStatus,
		moderationCount: 0,
		type: 1,
		createdAt: entry.createdAt,
		updatedAt: entry.updatedAt,
		rank: 0,
		totalRank: 0,
		votes: 0,
		partnerData: entry.partnerData,
		downloadUrl: `${base}/raw/entry_id/${entry.id}/version/${entry.version}`,
		searchText: `_PAR_ONLY_ _${world.partner.id}_ _MEDIA_TYPE_${entry.mediaType}|  ${entry.name} `,
		licenseType: entry.licenseType,
		version: entry.version,
		thumbnailUrl: `${base}/thumbnail/entry_id/${entry.id}/version/${entry.version}`,
		accessControlId: entry.accessControlId,
		startDate: entry.startDate,
		endDate: entry.endDate,
		referenceId: entry.referenceId,
		replacingEntryId: entry.replacingEntryId,
		replacedEntryId: entry.replacedEntryId,
		replacementStatus: entry.replacementStatus,
		partnerSortValue: entry.partnerSortValue,
		conversionProfileId: entry.conversionProfileId,
		rootEntryId: entry.rootEntryId,
		parentEntryId: entry.parentEntryId,
		operationAttributes: entry.operationAttributes ?? [],
		entitledUsersEdit: entry.entitledUsersEdit,
		entitledUsersPublish: entry.entitledUsersPublish,
		entitledUsersView: entry.entitledUsersView,
		capabilities: '',
		displayInSearch: entry.displayInSearch,
		application: entry.application,
		applicationVersion: entry.applicationVersion,
		blockAutoTranscript: entry.blockAutoTranscript ?? false,
		objectType: 'KalturaMediaEntry',
	};
}

/** The deprecated category fields are null when the session works in a privacy context (docs/vendors/kaltura.md#finding-entries-and-categories). */
function categoryFields(world: World, entry: Entry, session: Session): object {
	if (session.privileges.has('privacycontext') || isEntitlementBound(world, session)) return {};
	const links = world.categoryEntries.find('entry', [entry.id]);
	if (links.length === 0) return {};
	const categories = links.map((link) => world.categories.get(String(link.categoryId)));
	return {
		categories: categories.map((category) => category?.fullName ?? '').join(','),
		categoriesIds: links.map((link) => link.categoryId).join(','),
	};
}
