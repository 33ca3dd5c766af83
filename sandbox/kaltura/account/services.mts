import type { Input } from '../api/deserialize.mts';
import { apiError } from '../api/errors.mts';
import { listOf, matchesList, type Pager } from '../api/lists.mts';
import { action, type Service } from '../api/service.mts';
import { changesOf } from '../api/validate.mts';
import { defaultProfileId } from '../entries/save.mts';
import { bulkToWire } from '../people/wire.mts';
import type { World } from '../world.mts';
import type { ConversionProfile, ZoomIntegration } from './account.mts';

export const system: Service = {
	name: 'system',
	actions: {
		ping: action({ access: 'anybody', params: {}, run: () => true }),
		getTime: action({ access: 'anybody', params: {}, run: ({ world }) => world.clock.seconds() }),
		getVersion: action({ access: 'anybody', params: {}, run: () => 'Venus-22.19.0' }),
	},
};

function partnerToWire(world: World) {
	const { id, name, adminEmail, status, createdAt } = world.partner;
	return {
		id,
		name,
		adminEmail,
		status,
		createdAt,
		defaultEntitlementEnforcement: world.settings.entitlement,
		objectType: 'KalturaPartner',
	};
}

export const partner: Service = {
	name: 'partner',
	actions: {
		get: action({ access: 'admin', params: { id: 'int?' }, run: ({ world }) => partnerToWire(world) }),
		getInfo: action({ access: 'admin', params: {}, run: ({ world }) => partnerToWire(world) }),
	},
};

/** Names of what a session may do: a check of the set-up can read them before the first recording. */
const PERMISSIONS = [
	'CONTENT_INGEST_UPLOAD',
	'CONTENT_MANAGE_BASE',
	'CONTENT_MANAGE_METADATA',
	'CONTENT_MANAGE_ASSIGN_CATEGORIES',
	'CONTENT_MANAGE_ENTRY_USERS',
	'CONTENT_MANAGE_EDIT_CATEGORIES',
	'CONTENT_MANAGE_ASSIGN_USER_GROUP',
	'ADMIN_BASE',
	'CAPTION_MODIFY',
	'ATTACHMENT_MODIFY',
	'ADMIN_USER_ADD',
	'ADMIN_USER_UPDATE',
];

export const permission: Service = {
	name: 'permission',
	actions: {
		getCurrentPermissions: action({
			access: 'user',
			params: {},
			run: ({ session, world }) =>
				(session.isAdmin ? PERMISSIONS : PERMISSIONS.slice(0, 1))
					.filter((name) => !world.settings.missingPermissions.includes(name))
					.join(','),
		}),
	},
};

function profileToWire(world: World, profile: ConversionProfile) {
	const { id, name, systemName, flavorParamsIds, createdAt, isDefault } = profile;
	return {
		id,
		partnerId: world.partner.id,
		status: '2',
		type: '1',
		name,
		systemName,
		createdAt,
		flavorParamsIds,
		isDefault: isDefault ? 1 : null,
		isPartnerDefault: isDefault,
		objectType: 'KalturaConversionProfile',
	};
}

export const conversionProfile: Service = {
	name: 'conversionProfile',
	actions: {
		getDefault: action({
			access: 'user',
			params: { type: 'string?' },
			run: ({ world }) => profileToWire(world, findProfile(world, defaultProfileId(world))),
		}),
		get: action({
			access: 'user',
			params: { id: 'int' },
			run: ({ world }, { id }: { id: number }) => profileToWire(world, findProfile(world, id)),
		}),
		list: action({
			access: 'user',
			params: { filter: 'KalturaConversionProfileFilter?', pager: 'KalturaFilterPager?' },
			run({ world }, { filter, pager }: { filter?: Input; pager?: Pager }) {
				const profiles = [...world.conversionProfiles.all()].filter(
					(profile) =>
						matchesList(profile.id, filter?.idEqual, filter?.idIn) &&
						matchesList('1', filter?.typeEqual, filter?.typeIn) &&
						matchesList('2', filter?.statusEqual, filter?.statusIn) &&
						matchesList(profile.name, filter?.nameEqual) &&
						matchesList(profile.systemName, filter?.systemNameEqual, filter?.systemNameIn),
				);
				return listOf('KalturaConversionProfileListResponse', profiles, pager, (profile) =>
					profileToWire(world, profile),
				);
			},
		}),
	},
};

function findProfile(world: World, id: number): ConversionProfile {
	const profile = world.conversionProfiles.get(String(id));
	if (!profile) throw apiError('CONVERSION_PROFILE_ID_NOT_FOUND', { ID: id });
	return profile;
}

function integrationToWire(world: World, setting: ZoomIntegration) {
	return { ...setting, partnerId: world.partner.id, objectType: 'KalturaZoomIntegrationSetting' };
}

/** Settings of Kaltura's own Zoom integration, readable for an administrator: docs/vendors/kaltura-integration.md#settings. */
export const zoomVendor: Service = {
	name: 'vendor_zoomvendor',
	actions: {
		list: action({
			access: 'admin',
			params: { pager: 'KalturaFilterPager?' },
			run({ world }, { pager }: { pager?: Pager }) {
				const settings = [...world.zoomIntegrations.all()];
				return listOf('KalturaZoomIntegrationSettingResponse', settings, pager, (setting) =>
					integrationToWire(world, setting),
				);
			},
		}),
		get: action({
			access: 'admin',
			params: { partnerId: 'int' },
			run({ world }, { partnerId }: { partnerId: number }) {
				const setting = partnerId === world.partner.id ? [...world.zoomIntegrations.all()][0] : undefined;
				if (!setting) throw apiError('INVALID_PARTNER_ID', { PID: partnerId });
				return integrationToWire(world, setting);
			},
		}),
	},
};

export const vendorIntegration: Service = {
	name: 'vendor_vendorintegration',
	actions: {
		get: action({
			access: 'admin',
			params: { integrationId: 'int' },
			run: ({ world }, { integrationId }: { integrationId: number }) =>
				integrationToWire(world, findIntegration(world, integrationId)),
		}),
		update: action({
			access: 'admin',
			params: { id: 'int', integrationSetting: 'KalturaIntegrationSetting' },
			run({ world }, { id, integrationSetting: integration }: { id: number; integrationSetting: Input }) {
				const current = findIntegration(world, id);
				return integrationToWire(
					world,
					world.zoomIntegrations.put({ ...current, ...changesOf(integration), updatedAt: world.clock.seconds() }),
				);
			},
		}),
		updateStatus: action({
			access: 'admin',
			params: { id: 'int', status: 'int' },
			run({ world }, { id, status }: { id: number; status: number }) {
				const current = findIntegration(world, id);
				return integrationToWire(
					world,
					world.zoomIntegrations.put({ ...current, status, updatedAt: world.clock.seconds() }),
				);
			},
		}),
	},
};

function findIntegration(world: World, id: number): ZoomIntegration {
	const setting = world.zoomIntegrations.get(String(id));
	if (!setting) throw apiError('INVALID_OBJECT_ID', { ID: id });
	return setting;
}

export const bulk: Service = {
	name: 'bulkupload_bulk',
	actions: {
		get: action({
			access: 'admin',
			params: { id: 'int' },
			run({ world }, { id }: { id: number }) {
				const found = world.bulkUploads.get(String(id));
				if (!found) throw apiError('BULK_UPLOAD_NOT_FOUND', { ID: id });
				return bulkToWire(found);
			},
		}),
		list: action({
			access: 'admin',
			params: { bulkUploadFilter: 'KalturaBulkUploadFilter?', pager: 'KalturaFilterPager?' },
			run({ world }, { bulkUploadFilter: filter, pager }: { bulkUploadFilter?: Input; pager?: Pager }) {
				const found = [...world.bulkUploads.all()].filter((one) =>
					matchesList(one.status, filter?.statusEqual, filter?.statusIn),
				);
				return listOf('KalturaBulkUploadListResponse', found, pager, bulkToWire);
			},
		}),
	},
};
