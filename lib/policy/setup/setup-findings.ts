/** One line of the set-up check. */
export interface SetupFinding {
	area: 'Zoom' | 'Kaltura' | 'n8n';
	check: string;
	/** `problem`: it will not work. `warning`: it will work, but somebody should know. */
	result: 'ok' | 'warning' | 'problem';
	message: string;
	/** What to do; '' when nothing needs doing. */
	remedy: string;
}

type Area = SetupFinding['area'];

export function fine(area: Area, check: string, message: string): SetupFinding {
	return { area, check, result: 'ok', message, remedy: '' };
}

export function problem(area: Area, check: string, message: string, remedy: string): SetupFinding {
	return { area, check, result: 'problem', message, remedy };
}

export function warning(area: Area, check: string, message: string, remedy: string): SetupFinding {
	return { area, check, result: 'warning', message, remedy };
}

/**
 * One finding per purpose: which scopes the app lacks for it.
 * @param means sentences about scopes that it can do without, and what is so then
 */
export function scopesFinding(
	purpose: string,
	missing: readonly string[],
	means: readonly string[] = [],
): SetupFinding {
	const check = `Scopes for ${purpose}`;
	if (missing.length === 0 && means.length > 0) {
		return warning(
			'Zoom',
			check,
			means.join(' '),
			'Add the scope if Zoom offers it to your app; otherwise this stays so.',
		);
	}
	if (missing.length === 0) return fine('Zoom', check, 'The app has every scope that this needs.');
	return problem(
		'Zoom',
		check,
		`The app lacks ${missing.join(', ')}.`,
		'Add the scopes in the Zoom App Marketplace (your app, Scopes), then deactivate and activate the app.',
	);
}

/** Seconds that two clocks may differ before events are refused as replayed, or before times look wrong. */
const NOTICEABLE_SECONDS = 5;
const HARMFUL_SECONDS = 120;

/** @param skewSeconds the vendor's clock minus ours; null when the answer told no time */
export function clockFinding(area: Area, skewSeconds: number | null): SetupFinding {
	const check = 'Clock';
	if (skewSeconds === null) {
		return warning(
			area,
			check,
			'The answer told no time, so the clocks could not be compared.',
			'Check the time of this server by hand.',
		);
	}
	const seconds = Math.round(Math.abs(skewSeconds));
	const text = `The clock of this server is ${seconds} seconds ${skewSeconds > 0 ? 'behind' : 'ahead of'} that of ${area}.`;
	const remedy = 'Let the server of n8n take its time from a time server (NTP).';
	if (seconds > HARMFUL_SECONDS)
		return problem(area, check, `${text} Genuine events may be refused as too old.`, remedy);
	return seconds > NOTICEABLE_SECONDS ? warning(area, check, text, remedy) : fine(area, check, 'Both clocks agree.');
}

/** @param lastEventAt epoch milliseconds; null when none was ever noted */
export function eventsFinding(lastEventAt: number | null, now: number, quietHours: number): SetupFinding {
	const remedy =
		'Publish "ingest live", put its production URL into the event subscription of the app, press Validate, and end a short recorded meeting. Meanwhile the reconcile workflow finds what events do not bring.';
	if (lastEventAt === null) return warning('Zoom', 'Events', 'No event of Zoom has arrived yet.', remedy);
	const hours = Math.floor((now - lastEventAt) / 3_600_000);
	if (hours < quietHours)
		return fine('Zoom', 'Events', `The last event arrived ${hours < 1 ? 'within the hour' : `${hours} hours ago`}.`);
	return warning('Zoom', 'Events', `The last event arrived ${hours} hours ago.`, remedy);
}

/** Name of the finding about an announced recording. */
export const TEST_EVENT = 'Test event';

/** What came of an event that the setup signed and sent itself, as Zoom would. */
export function testEventFinding(url: string, event: string, status: number | null, answer: string): SetupFinding {
	const check = event === 'endpoint.url_validation' ? 'Validation as Zoom does it' : TEST_EVENT;
	if (status === 200) {
		return event === 'endpoint.url_validation'
			? fine('n8n', check, 'The address answers as Zoom wants it; Validate in the Zoom app will do the same.')
			: fine('n8n', check, `The event was accepted; ${answer}`);
	}
	const said = status === null ? answer : `HTTP ${status} ${answer}`.trim();
	if (status === 401)
		return problem(
			'n8n',
			check,
			`The event was refused (${said}).`,
			'Choose the same Zoom Webhook credential here as in Zoom Trigger of ingest live.',
		);
	return problem(
		'n8n',
		check,
		`The event did not get through to ${url} (${said}).`,
		'Look whether "ingest live" is published, and whether this server reaches its own address (WEBHOOK_URL); then run the setup again.',
	);
}

/** What a webhook that verifies signatures answers to a request that has none. */
export function webhookFinding(url: string, status: number | null, answer: string): SetupFinding {
	const check = 'Webhook address';
	if (!url.startsWith('https://')) {
		return problem(
			'n8n',
			check,
			`Zoom sends events to https addresses only, and this one is ${url}.`,
			'Put a reverse proxy with a certificate in front of n8n and set WEBHOOK_URL.',
		);
	}
	if (status === 401) return fine('n8n', check, 'The address answers, and refuses what Zoom did not sign.');
	if (status === null)
		return problem(
			'n8n',
			check,
			`The address ${url} cannot be reached from here: ${answer}`,
			'Check the name, the certificate and the firewall.',
		);
	if (status === 404)
		return problem(
			'n8n',
			check,
			'n8n does not know this address.',
			'Publish "ingest live" and copy the production URL of its Zoom Trigger, not the test URL.',
		);
	return problem(
		'n8n',
		check,
		`The address answered HTTP ${status} instead of refusing an unsigned event with 401.`,
		'Check that it is the production URL of a Zoom Trigger.',
	);
}
