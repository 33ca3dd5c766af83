import { calledWorkflow, type Template, templateNamed } from './workflow';

/** Id of a template's workflow, the same in every version: importing again replaces. n8n's ids have at most 36 characters. */
const idOf = (key: string): string => `zoomkaltura-${key}`;

/**
 * The templates with ids by which they call each other and name their error workflow, as `n8n import:workflow --separate` takes
 * them: nothing has to be chosen afterwards but credentials.
 */
export function withStableIds(templates: readonly Template[]): Template[] {
	const idNamed = (reference: unknown): string | undefined => {
		const named = templateNamed(reference, templates);
		return named ? idOf(named.key) : undefined;
	};
	return templates.map(({ key, workflow }) => {
		const wired = structuredClone(workflow);
		wired.id = idOf(key);
		for (const node of wired.nodes) {
			const locator = calledWorkflow(node);
			if (locator) locator.value = idNamed(locator.value || locator.cachedResultName) ?? '';
		}
		const errors = idNamed(wired.settings?.errorWorkflow);
		if (errors !== undefined) wired.settings = { ...wired.settings, errorWorkflow: errors };
		return { key, workflow: wired };
	});
}
