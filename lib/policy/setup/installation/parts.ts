import { calledTemplates, type Template, templateNamed } from './workflow';

/**
 * What an admin can choose to install. A template belongs to one part; what a template calls comes along by itself.
 * `test/workflows/parts.test.ts` holds this list against the files in workflows/.
 */
export const PARTS = {
	ingest: {
		label: 'Bring recordings into Kaltura',
		templates: [
			'ingest-recording',
			'ingest-live',
			'ingest-reconcile',
			'ingest-backfill',
			'route-recordings',
			'handle-failures',
			'retry-failures',
			'decide-failures',
			'look-after-entries',
			'morning-digest',
			'check-setup',
			'rehearse',
			'try-recording',
		],
	},
	cleanup: { label: 'Clean up Zoom (starts as a dry run)', templates: ['cleanup-zoom'] },
	reports: { label: 'Status page', templates: ['report-status', 'count-days', 'report-unplayed'] },
	people: {
		label: 'Create, change and deactivate Zoom users',
		templates: ['provision-zoom-users', 'delete-leavers', 'invite-again', 'sync-users'],
	},
	groups: { label: 'Kaltura groups follow the directory', templates: ['sync-groups'] },
	logins: { label: 'Kaltura groups follow logins', templates: ['sync-groups-at-login'] },
	zoomGroups: { label: 'Kaltura groups follow Zoom groups', templates: ['sync-groups-from-zoom'] },
	access: { label: 'Review who can do what in Zoom', templates: ['review-access', 'show-access', 'decide-access'] },
	campaigns: {
		label: 'Review access as campaigns with personal links',
		templates: ['start-campaign', 'review-items'],
	},
} as const satisfies Record<string, { label: string; templates: readonly string[] }>;

export type Part = keyof typeof PARTS;

export function isPart(value: string): value is Part {
	return Object.hasOwn(PARTS, value);
}

/** The part that people know by this text. */
export function partLabelled(label: string): Part | undefined {
	return (Object.keys(PARTS) as Part[]).find((part) => PARTS[part].label === label);
}

/**
 * The templates of the chosen parts with everything that they need, callees before callers: n8n does not publish a
 * workflow that calls an unpublished one.
 */
export function templatesOf(parts: readonly Part[], all: readonly Template[]): Template[] {
	const ordered: Template[] = [];
	const visit = (key: string, path: readonly string[]): void => {
		if (path.includes(key) || ordered.some((template) => template.key === key)) return;
		const template = all.find((candidate) => candidate.key === key);
		if (!template) return;
		for (const called of calledTemplates(template, all)) visit(called, [...path, key]);
		ordered.push(template);
		const errors = templateNamed(template.workflow.settings?.errorWorkflow, all);
		if (errors) errorWorkflows.push(errors.key);
	};
	// n8n does not ask for an error workflow before it publishes, and an error workflow may call those that name it.
	const errorWorkflows: string[] = [];
	for (const part of parts) for (const key of PARTS[part].templates) visit(key, []);
	for (const key of errorWorkflows) visit(key, []);
	return ordered;
}
