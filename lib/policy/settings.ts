/**
 * What is wrong with a setting, in words: reads as `The parameter "<parameter>" <problem>.`, then `<remedy>`.
 * Rules return problems instead of throwing, so that a form, a node and a check can each show them their own way.
 */
export interface SettingProblem {
	/** The parameter's name as the form shows it. */
	parameter: string;
	problem: string;
	/** What would be valid. */
	remedy: string;
}

/**
 * Whether a text is one of the placeholders that Kaltura's registration page leaves behind when nobody fills them in
 * (`@defaultUserID@`, `@zoomCategory@`, `@zoomWebinarCategory@`).
 * @see docs/vendors/kaltura-integration.md#settings
 */
export function isPlaceholder(value: string): boolean {
	return /^@[^@\s]*@$/.test(value.trim());
}

/** Ids and e-mail addresses compare without regard to case and surrounding blanks, in Zoom as in Kaltura: this is what compares. */
export function foldName(name: string): string {
	return name.trim().toLowerCase();
}
