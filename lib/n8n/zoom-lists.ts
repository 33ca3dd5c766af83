import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { listGroupNames } from '../zoom/group-names';

import { isExplained } from '../policy/failures';
import { openZoom } from './zoom';

/** As many as a person looks through; more is what the search field is for. */
const SHOWN = 100;

/**
 * Zoom users for resource locators, by name or e-mail address. Zoom cannot search, so the pages (2000 users each) are
 * read until enough match. A failure is shown instead of an empty list.
 */
export async function searchUsers(this: ILoadOptionsFunctions, filter = ''): Promise<INodeListSearchResult> {
	const wanted = filter.trim().toLowerCase();
	const search = async (): Promise<INodeListSearchResult> => {
		const { zoom } = await openZoom(this);
		const results: INodeListSearchResult['results'] = [];
		for await (const users of zoom.users.list()) {
			for (const user of users) {
				const name = user.display_name || `${user.first_name} ${user.last_name}`.trim();
				const label = name ? `${name} (${user.email})` : user.email;
				if (label.toLowerCase().includes(wanted)) results.push({ name: label, value: user.id });
				if (results.length >= SHOWN) return { results };
			}
		}
		return { results };
	};
	return await orSayWhy(this, search());
}

/** Zoom groups for resource locators, by name. */
export async function searchGroups(this: ILoadOptionsFunctions, filter = ''): Promise<INodeListSearchResult> {
	const wanted = filter.trim().toLowerCase();
	const search = async (): Promise<INodeListSearchResult> => {
		const { zoom } = await openZoom(this);
		const groups = await listGroupNames(zoom.api);
		return {
			results: groups
				.filter(({ name }) => name.toLowerCase().includes(wanted))
				.toSorted((a, b) => a.name.localeCompare(b.name))
				.map(({ id, name }) => ({ name, value: id })),
		};
	};
	return await orSayWhy(this, search());
}

/** Zoom roles for resource locators, by name. */
export async function searchRoles(this: ILoadOptionsFunctions, filter = ''): Promise<INodeListSearchResult> {
	const wanted = filter.trim().toLowerCase();
	const search = async (): Promise<INodeListSearchResult> => {
		const { zoom } = await openZoom(this);
		const roles = await zoom.roles.list();
		return {
			results: roles
				.filter(({ name }) => name.toLowerCase().includes(wanted))
				.toSorted((a, b) => a.name.localeCompare(b.name))
				.map(({ id, name }) => ({ name, value: id })),
		};
	};
	return await orSayWhy(this, search());
}

async function orSayWhy(
	context: ILoadOptionsFunctions,
	search: Promise<INodeListSearchResult>,
): Promise<INodeListSearchResult> {
	const outcome = await search.then(
		(found) => ({ found }),
		(error: unknown) => ({ error }),
	);
	if ('found' in outcome) return outcome.found;
	const { error } = outcome;
	const cause = error instanceof Error ? error : new Error(String(error));
	throw new NodeOperationError(context.getNode(), cause.message, {
		...(isExplained(cause) ? { description: cause.remedy } : {}),
	});
}
