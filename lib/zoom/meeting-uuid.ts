/**
 * A meeting UUID as one path segment. It is base64 and may hold "/", "+" and "="; Zoom wants it encoded twice when it
 * starts with "/" or contains "//", and once otherwise.
 * @see https://developers.zoom.us/docs/api/using-zoom-apis/#meeting-id-and-uuid
 */
export function encodeUuid(uuid: string): string {
	const once = encodeURIComponent(uuid);
	return uuid.startsWith('/') || uuid.includes('//') ? encodeURIComponent(once) : once;
}

/**
 * Whether the text is a meeting number rather than the UUID of one instance. A number addresses the *latest* instance
 * only, so callers that mean one instance refuse it.
 */
export function isMeetingNumber(text: string): boolean {
	return /^[\d\s-]{9,15}$/.test(text);
}
