import type { Settings } from '../store/settings.mts';
import { apiError } from './errors.mts';

/**
 * Which permission an action needs of the role of an administrator, as far as accounts differ in it.
 * @see https://github.com/kaltura/server/tree/master/deployment/permissions
 */
const NEEDS: Readonly<Record<string, readonly string[]>> = {
	CAPTION_MODIFY: ['add', 'delete', 'setAsDefault', 'setContent', 'update'].map(
		(name) => `caption_captionAsset.${name}`,
	),
	ATTACHMENT_MODIFY: ['add', 'delete', 'setContent', 'update'].map((name) => `attachment_attachmentAsset.${name}`),
	ADMIN_BASE: [
		'elasticsearch_eSearch.searchUser',
		'elasticsearch_eSearch.searchGroup',
		'userRole.list',
		'userRole.get',
	],
	CONTENT_MANAGE_BASE: ['caption_captionAsset.list', 'attachment_attachmentAsset.list'],
};

/** A plugin that an account has not answers like one that does not exist; an action of a role that lacks it is forbidden. */
export function checkFeatures(settings: Settings, endpoint: string): void {
	const [service = ''] = endpoint.split('.');
	const plugin = service.includes('_') ? service.slice(0, service.indexOf('_')) : '';
	if (settings.missingPlugins.includes(plugin)) throw apiError('SERVICE_DOES_NOT_EXISTS', { SRV_NAME: service });
	const wanted = endpoint.toLowerCase();
	const lacking = settings.missingPermissions.some((permission) =>
		NEEDS[permission]?.some((one) => one.toLowerCase() === wanted),
	);
	if (lacking) throw apiError('SERVICE_FORBIDDEN', { SERVICE: endpoint.replace('.', '->') });
}
