import { codeOf, counted, listed, numberOf, ok, problem, type StepRule, warning, wordsOf } from './step';

const NOTICEABLE_SECONDS = 5;
/** Zoom's signatures of events are refused when they look older than that. */
const HARMFUL_SECONDS = 120;

const SCOPES_AGAIN =
	'Add the scopes in the Zoom App Marketplace (your app, Scopes), then deactivate and activate the app, and rehearse again.';

/** Steps of which each proves one assumption about Zoom. */
export const ZOOM_STEPS = {
	'zoom-token': {
		title: 'Token',
		assumes: 'The app gives a token that names its scopes, and both clocks agree.',
		facts: { given: 'flag', scopes: 'number', skewSeconds: 'number' },
		judge(facts) {
			if (facts.given !== true) {
				return problem(
					`Zoom gave no token${codeOf(facts)}.`,
					'Nothing works without it: correct the Zoom credential. Its Test button says which field is wrong.',
				);
			}
			const skew = Math.abs(numberOf(facts.skewSeconds));
			if (skew > HARMFUL_SECONDS)
				return problem(
					`Zoom gave a token, but the clocks differ by ${counted(skew, 'second')}.`,
					"Events of Zoom would be refused as old: let this server's clock follow a time server.",
				);
			if (facts.scopes === 0)
				return warning(
					'Zoom gave a token that names no scopes.',
					'Which scopes the app has shows only when a call is refused.',
				);
			const saw = `Zoom gave a token with ${counted(facts.scopes, 'scope')}.`;
			return skew > NOTICEABLE_SECONDS
				? warning(
						`${saw} The clocks differ by ${counted(skew, 'second')}.`,
						"Let this server's clock follow a time server.",
					)
				: ok(saw);
		},
	},
	'zoom-scopes': {
		title: 'Scopes',
		assumes: 'The app has the scopes that ingesting needs.',
		facts: { granted: 'words', missing: 'words', replaced: 'words', missingForCleanup: 'words' },
		judge({ missing, replaced, missingForCleanup }) {
			if (wordsOf(missing).length > 0)
				return problem(`The app lacks ${listed(wordsOf(missing))}.`, `Recordings cannot be ingested. ${SCOPES_AGAIN}`);
			if (wordsOf(replaced).length > 0)
				return warning(
					`The app lacks ${listed(wordsOf(replaced))}.`,
					'Recordings are looked up in listings instead, every file travels through n8n, and nothing can be cleaned up in Zoom. Zoom does not offer this scope to every app.',
				);
			if (wordsOf(missingForCleanup).length > 0)
				return ok(
					`The app has every scope for ingesting. Cleaning up would also need ${listed(wordsOf(missingForCleanup))}.`,
				);
			return ok('The app has every scope for ingesting and for cleaning up.');
		},
	},
	'zoom-listing': {
		title: 'Listing',
		assumes: 'Zoom lists recordings with all their files, each row once.',
		facts: {
			listed: 'flag',
			recordings: 'number',
			chosen: 'flag',
			repeated: 'number',
			fileTypes: 'words',
			recordingTypes: 'words',
			statuses: 'words',
		},
		judge(facts) {
			if (facts.code === 'zoom-1001')
				return problem(
					`This Zoom account has no such user${codeOf(facts)}.`,
					'Name a test user of this account, by the address with which the person signs in to Zoom.',
				);
			if (facts.listed !== true)
				return problem(`Zoom did not list the recordings${codeOf(facts)}.`, 'Backfill and reconcile cannot work.');
			const saw = `${counted(facts.recordings, 'recording')}, with files of the types ${listed(wordsOf(facts.recordingTypes)) || 'none'}.`;
			if (facts.chosen !== true)
				return problem(
					`${saw} None of them is finished, short and holds video or sound.`,
					'Record a meeting of two minutes to the cloud as the test user, wait until Zoom has processed it, and rehearse again.',
				);
			if (numberOf(facts.repeated) > 0)
				return warning(
					`${saw} ${numberOf(facts.repeated)} rows came more than once.`,
					'Rows are told apart by their ids, so nothing is imported twice.',
				);
			return ok(saw);
		},
	},
	'zoom-reading': {
		title: 'Reading one recording',
		assumes:
			'The app may read one recording by its UUID, with the same files as in the listing and a token for downloads.',
		facts: { read: 'flag', fromListing: 'flag', files: 'number', absent: 'number', more: 'number', token: 'flag' },
		judge(facts) {
			if (facts.read !== true)
				return problem(`Zoom did not show the recording${codeOf(facts)}.`, 'It cannot be imported.');
			if (facts.fromListing === true)
				return warning(
					'Zoom does not let this app read a recording by its UUID; it was found in a listing.',
					'Every file travels through n8n, and nothing can be cleaned up in Zoom.',
				);
			if (facts.token !== true)
				return problem(
					'Zoom showed the recording, but gave no token for its files.',
					"Give the role of the app's owner the privilege Recording Content: View.",
				);
			const saw = `${counted(facts.files, 'file')}, with a token for downloads.`;
			if (numberOf(facts.absent) > 0)
				return warning(
					`${saw} The listing shows ${numberOf(facts.absent)} more.`,
					'Files that Zoom still works on are absent here: what a listing told of is waited for.',
				);
			return ok(saw);
		},
	},
	'zoom-download': {
		title: 'Download (GET)',
		assumes: 'The download address answers the file after a redirect, in parts when parts are asked for.',
		facts: {
			answered: 'flag',
			partial: 'flag',
			redirects: 'number',
			otherHost: 'flag',
			sizeAsListed: 'flag',
		},
		judge(facts) {
			if (facts.answered !== true) {
				const means =
					facts.code === 'target-not-allowed'
						? 'Files lie on a host that Download Hosts of the Zoom credential does not allow: the message below names it.'
						: 'No file can be imported. Check the scopes, the role of the app owner, and a proxy or firewall before this server.';
				return problem(`The address did not answer the file${codeOf(facts)}.`, means);
			}
			const saw = `The file came after ${counted(facts.redirects, 'redirect')}${facts.otherHost === true ? ' from another host' : ''}${facts.partial === true ? ', in parts' : ''}.`;
			if (facts.sizeAsListed === false)
				return problem(
					`${saw} It is not as long as the listing says.`,
					'Such a file is refused as changed. Rehearse with another recording, and report this.',
				);
			if (facts.partial !== true)
				return warning(
					`${saw} Parts were asked for, and the whole was sent.`,
					'A transfer through n8n that breaks off starts this file again from its beginning.',
				);
			return ok(saw);
		},
	},
	'zoom-head': {
		title: 'Download (HEAD)',
		assumes: 'Signed download addresses answer HEAD as they answer GET.',
		facts: { status: 'number', redirects: 'number', sized: 'flag' },
		judge({ status, redirects, sized, code, httpStatus }) {
			const at = numberOf(status);
			if (at >= 200 && at < 300)
				return ok(
					`HEAD was answered with ${at} after ${counted(redirects, 'redirect')}${sized === true ? ', and named the size' : ''}.`,
				);
			return warning(
				`HEAD was refused${at > 0 ? ` with HTTP ${at}` : codeOf({ code, httpStatus })}.`,
				'Nothing here needs it: our probe asks for the first bytes with GET. Kaltura may ask with HEAD before it fetches; whether that stops it shows in the step "Kaltura fetches".',
			);
		},
	},
	'zoom-refusal': {
		title: 'Download without a token',
		assumes: 'Without a token the address shows a login page or an error, never the file.',
		facts: { status: 'number', file: 'flag', page: 'flag' },
		judge({ status, file, page, code }) {
			if (file === true)
				return warning(
					'The file was given to somebody without a token.',
					'Whoever sees this address can fetch the recording. It is never written into items or logs here.',
				);
			if (page === true)
				return ok(`A page with HTTP ${numberOf(status)} instead of the file; it is recognised and never imported.`);
			return ok(`It was refused${numberOf(status) > 0 ? ` with HTTP ${numberOf(status)}` : codeOf({ code })}.`);
		},
	},
	'zoom-texts': {
		title: 'Transcript and chat',
		assumes: 'Transcripts are WebVTT with cues, and chat files are text.',
		facts: { transcript: 'flag', format: 'word', cues: 'flag', chat: 'flag', chatText: 'flag' },
		judge(facts) {
			if (facts.code !== undefined && facts.transcript === undefined && facts.chat === undefined)
				return problem(`The texts could not be read${codeOf(facts)}.`, 'Recordings would arrive without them.');
			const saw = [
				facts.transcript === true &&
					`a transcript (${String(facts.format)}${facts.cues === true ? ', with cues' : ''})`,
				facts.chat === true && 'a chat file',
			].filter((one): one is string => typeof one === 'string');
			if (facts.transcript === true && facts.format === 'unknown')
				return warning(`There is ${saw.join(' and ')}.`, 'It is in no format that Kaltura takes, and is left out.');
			if (facts.transcript === true && facts.cues !== true)
				return warning(`There is ${saw.join(' and ')}.`, 'It has no words, and is left out.');
			return ok(saw.length > 0 ? `There is ${saw.join(' and ')}.` : 'There are no texts.');
		},
	},
	'zoom-chapters': {
		title: 'Smart chapters',
		assumes: 'The file of smart chapters is JSON. Its form is not published; it is attached as it is.',
		facts: { json: 'flag', form: 'words' },
		judge(facts) {
			if (facts.json !== true)
				return warning(`The file could not be read as JSON${codeOf(facts)}.`, 'It is attached as it is.');
			return ok(`JSON of this form: ${listed(wordsOf(facts.form), 30)}.`);
		},
	},
} as const satisfies Record<string, StepRule>;
