/**
 * How much Zoom takes of a person's profile, so that a list is refused before its first write and not in its middle.
 * @see https://developers.zoom.us/docs/api/users/#tag/users/PATCH/users/{userId}
 */
const LENGTHS: Readonly<Record<string, { longest: number; shortest?: number; called: string }>> = {
	about_me: { longest: 150, called: 'text about the person' },
	company: { longest: 255, called: 'company' },
	display_name: { longest: 128, called: 'display name' },
	first_name: { longest: 64, called: 'first name' },
	host_key: { longest: 10, shortest: 6, called: 'host key' },
	job_title: { longest: 128, called: 'job title' },
	last_name: { longest: 64, called: 'last name' },
	location: { longest: 256, called: 'location' },
	password: { longest: 32, shortest: 8, called: 'password' },
	pmi: { longest: 10, shortest: 10, called: 'personal meeting ID' },
};
const ITEMS: Readonly<Record<string, { most: number; called: string }>> = {
	custom_attributes: { most: 5, called: 'custom attributes' },
	phone_numbers: { most: 3, called: 'phone numbers' },
};

export interface LimitProblem {
	/** Zoom's name of the field. */
	field: string;
	/** A sentence. It names lengths, never the value: one of the fields is a password. */
	sentence: string;
}

/** Everything in a profile that is longer or shorter than Zoom takes. Empty texts are no business of this. */
export function limitProblems(profile: Readonly<Record<string, unknown>>): LimitProblem[] {
	return Object.entries(profile).flatMap(([field, value]) => {
		const length = LENGTHS[field];
		const items = ITEMS[field];
		if (items && Array.isArray(value) && value.length > items.most) {
			return [{ field, sentence: `Zoom takes at most ${items.most} ${items.called}, here are ${value.length}.` }];
		}
		if (!length || value === '' || value === undefined || value === null) return [];
		const { longest, shortest = 0, called } = length;
		const size = String(value).length;
		if (size >= shortest && size <= longest) return [];
		const range =
			shortest === 0 ? `at most ${longest}` : shortest === longest ? `exactly ${longest}` : `${shortest} to ${longest}`;
		return [{ field, sentence: `The ${called} has ${size} characters; Zoom takes ${range}.` }];
	});
}

/**
 * Custom attributes are sent as one list, those that are there already included.
 * @returns why the list would be refused, or null
 */
export function tooManyAttributes(email: string, sent: unknown, wished: unknown): string | null {
	const { most } = ITEMS.custom_attributes!;
	if (!Array.isArray(sent) || sent.length <= most) return null;
	const others = sent.length - (Array.isArray(wished) ? wished.length : 0);
	return `${email} has ${others} custom attributes that are not named here; together with the wished ones that makes ${sent.length}, and Zoom takes ${most}. Name the ones to keep, or remove some in Zoom.`;
}
