import type { ImportSettings, Rights } from '../import/import-types';

import type { Routing } from './route';

/**
 * The settings of an import as the rules want them for this recording. What a rule says takes the place of what the node
 * says; tracking fields of the meeting go on adding categories, but not to a private recording.
 */
export function routedSettings(settings: ImportSettings, routing: Routing | null): ImportSettings {
	if (routing === null) return settings;
	const { categories, name, tags, conversionProfileId, visibleUntil } = routing;
	const wished = routing.private ? [] : categories;
	return {
		...settings,
		...(name === undefined ? {} : { nameTemplate: name }),
		...(tags === undefined ? {} : { tags: [...settings.tags, ...tags] }),
		...(conversionProfileId === undefined ? {} : { conversionProfileId }),
		...(visibleUntil === undefined ? {} : { visibleUntil: { moment: visibleUntil } }),
		categories: {
			...settings.categories,
			...(wished === undefined ? {} : { meeting: wished, webinar: wished }),
			...(routing.private ? { trackingFields: false } : {}),
		},
	};
}

/** A private recording is its owner's alone, whoever else Owner Resolver found. */
export function routedRights(rights: Rights, routing: Routing | null): Rights {
	return routing?.private ? { owner: rights.owner, coEditors: [], coPublishers: [], coViewers: [] } : rights;
}
