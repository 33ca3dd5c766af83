import type { INodeExecutionData } from 'n8n-workflow';
import { z } from 'zod';

import { ItemError } from '../policy/failures';
import type { Routing } from '../policy/routing/route';

const texts = z.array(z.string()).optional();
const routing = z.object({
	rules: z.array(z.string()),
	private: z.boolean().optional(),
	categories: texts,
	owner: z.string().optional(),
	coEditors: texts,
	coPublishers: texts,
	name: z.string().optional(),
	tags: texts,
	conversionProfileId: z.number().optional(),
	keepInZoom: z.string().optional(),
	visibleUntil: z.string().datetime().optional(),
});

/**
 * What the routing rules said about the item; null where nobody asked them.
 * @throws {ItemError} for anything else: a recording that should be private must not be published because of a wrong field
 */
export function readRoutingItem({ json }: INodeExecutionData): Routing | null {
	if (json.routing === undefined || json.routing === null) return null;
	const parsed = routing.safeParse(json.routing);
	if (parsed.success) return parsed.data as Routing;
	throw new ItemError(
		'Input Item',
		`says in its field routing.${parsed.error.issues[0]?.path.join('.') ?? ''} what no rule says`,
		'Pass items of Owner Resolver on with their field routing as it is.',
	);
}
