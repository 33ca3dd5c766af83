import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { isExplained } from './errors';
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
	const outcome = await search().then(
		(found) => ({ found }),
		(error: unknown) => ({ error }),
	);
	if ('found' in outcome) return outcome.found;
	const { error } = outcome;
	const cause = error instanceof Error ? error : new Error(String(error));
	throw new NodeOperationError(this.getNode(), cause.message, {
		description: isExplained(cause) ? cause.remedy : undefined,
	});
}
