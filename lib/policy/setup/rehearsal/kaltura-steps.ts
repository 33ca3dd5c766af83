import {
	codeOf,
	counted,
	type Facts,
	type Judgement,
	listed,
	numberOf,
	ok,
	problem,
	type StepRule,
	warning,
	wordsOf,
} from './step';

const NOTICEABLE_LAG_SECONDS = 30;
const NOTICEABLE_SKEW_SECONDS = 5;

/** Texts that hang on an entry are plugins, which an account may lack, or a role may not use. */
function textStep(what: string, plugin: string, permission: string): StepRule {
	return {
		title: what,
		assumes: `The account has the ${plugin} plugin, and the role may use it.`,
		facts: { added: 'flag', missing: 'flag', ready: 'flag', removed: 'flag', seconds: 'number' },
		judge(facts): Judgement {
			if (facts.missing === true) {
				const lack =
					facts.code === 'SERVICE_FORBIDDEN' ? `the role lacks ${permission}` : `the account has no ${plugin} plugin`;
				return warning(
					`Kaltura has no ${what.toLowerCase()} for us${codeOf(facts)}: ${lack}.`,
					`Recordings are imported without it, and say so once; cleanup holds them back by default. Ask Kaltura for the ${plugin} plugin, and give the role ${permission}.`,
				);
			}
			if (facts.added !== true)
				return problem(`Kaltura refused a ${what.toLowerCase()}${codeOf(facts)}.`, 'Recordings would be partial.');
			if (facts.ready !== true)
				return warning(
					`It was added, but was not ready after ${counted(facts.seconds, 'second')}.`,
					'Cleanup waits for such texts. Look again in the KMC.',
				);
			if (facts.removed !== true)
				return warning('It was added, but could not be removed.', 'A text that Zoom corrects cannot be exchanged.');
			return ok('It was added, became ready, and was removed.');
		},
	};
}

/** Steps of which each proves one assumption about Kaltura. */
export const KALTURA_STEPS = {
	'kaltura-session': {
		title: 'Session',
		assumes: 'The credential gives a session of an administrator that sees entries and categories of everybody.',
		facts: { started: 'flag', admin: 'flag', seesAll: 'flag', skewSeconds: 'number' },
		judge(facts) {
			if (facts.started !== true)
				return problem(`Kaltura gave no session${codeOf(facts)}.`, 'Correct the Kaltura credential.');
			if (facts.admin !== true)
				return problem(
					'The session is one of an ordinary user.',
					'Use the admin secret, or an app token of type ADMIN.',
				);
			if (facts.seesAll !== true)
				return warning(
					'The session has no privilege disableentitlement.',
					'Entries in private categories may be invisible and would be imported again: put disableentitlement into Privileges of the credential.',
				);
			const skew = Math.abs(numberOf(facts.skewSeconds));
			return skew > NOTICEABLE_SKEW_SECONDS
				? warning(`The clocks differ by ${counted(skew, 'second')}.`, "Let this server's clock follow a time server.")
				: ok('A session of an administrator who sees everything.');
		},
	},
	'kaltura-permissions': {
		title: 'Permissions',
		assumes: 'The role may bring media in, change entries, and publish in categories.',
		facts: { read: 'flag', everything: 'flag', missing: 'words' },
		judge(facts) {
			if (facts.read !== true)
				return warning(`Kaltura did not say what the role may do${codeOf(facts)}.`, 'The steps below show it.');
			if (wordsOf(facts.missing).length > 0)
				return warning(
					`The role lacks ${listed(wordsOf(facts.missing))}.`,
					'Give the role of the app token these permissions in the KMC, Administration, Roles.',
				);
			return ok(facts.everything === true ? 'The session may do everything.' : 'The role has what is needed.');
		},
	},
	'kaltura-traces': {
		title: 'Traces of earlier rehearsals',
		assumes: 'What an earlier rehearsal left is found by its admin tag, whatever its status.',
		facts: { found: 'number', removed: 'number' },
		judge(facts) {
			const [found, removed] = [numberOf(facts.found), numberOf(facts.removed)];
			if (facts.code !== undefined)
				return warning(
					`It could not be looked for them${codeOf(facts)}.`,
					'Look in the KMC for entries with the admin tag zoomkalturarehearsal.',
				);
			if (removed < found)
				return warning(
					`${found} were found, and ${removed} removed.`,
					'Delete the others in the KMC: they have the admin tag zoomkalturarehearsal.',
				);
			return ok(found === 0 ? 'There are none.' : `${found} were found and removed.`);
		},
	},
	'kaltura-entry': {
		title: 'An entry',
		assumes: 'An entry without content can be made, and keeps its reference and its admin tag.',
		facts: { made: 'flag', empty: 'flag', marked: 'flag', private: 'flag' },
		judge(facts) {
			if (facts.made !== true)
				return problem(
					`Kaltura refused to make an entry${codeOf(facts)}.`,
					'Nothing can be imported with this session.',
				);
			if (facts.marked !== true)
				return problem(
					'The entry lost its reference or its admin tag.',
					'Recordings would not be recognised and would be imported again: use an admin session.',
				);
			if (facts.empty !== true)
				return warning('The entry is not in the status of one without content.', 'Please report this.');
			return ok('Made, without content, recognisable, and in no category.');
		},
	},
	'kaltura-index': {
		title: 'Finding it again',
		assumes: "Kaltura's lists show a new entry after some seconds.",
		facts: { found: 'flag', seconds: 'number' },
		judge(facts) {
			const seconds = numberOf(facts.seconds);
			if (facts.found !== true)
				return warning(
					`The list did not show the entry within ${counted(seconds, 'second')}.`,
					'Two imports of one recording at the same moment could make two entries for a while: raise Index Wait in Import.',
				);
			return seconds > NOTICEABLE_LAG_SECONDS
				? warning(
						`The list showed it after ${counted(seconds, 'second')}.`,
						`Set Index Wait in Import to ${Math.ceil(seconds) + 5} seconds.`,
					)
				: ok(`The list showed it after ${counted(seconds, 'second')}.`);
		},
	},
	'kaltura-pull': {
		title: 'Kaltura fetches',
		assumes: 'Kaltura fetches the file from Zoom, with our header, and follows the redirect.',
		facts: { fetched: 'flag', status: 'word', seconds: 'number' },
		judge(facts) {
			if (facts.fetched === true) return ok(`Kaltura had the file after ${counted(facts.seconds, 'second')}.`);
			const why =
				facts.status === 'import-failed'
					? 'could not fetch the file'
					: facts.status === 'not-media'
						? 'fetched something that is not the file'
						: facts.code === undefined
							? `had not fetched the file after ${counted(facts.seconds, 'second')}`
							: `refused to fetch the file${codeOf(facts)}`;
			return warning(
				`Kaltura ${why}.`,
				'Set Transfer in Import to Through n8n. Under Automatic every file fails once before it goes through n8n.',
			);
		},
	},
	'kaltura-conversion': {
		title: 'Becoming ready',
		assumes: 'What Kaltura fetched becomes ready.',
		facts: { ready: 'flag', status: 'word', seconds: 'number' },
		judge: becomesReady,
	},
	'kaltura-child': {
		title: 'A further stream',
		assumes: 'An entry can be the child of another, and is listed below it.',
		facts: { made: 'flag', listed: 'flag', seconds: 'number' },
		judge(facts) {
			if (facts.made !== true)
				return problem(
					`Kaltura refused a child entry${codeOf(facts)}.`,
					'Further layouts cannot become streams of one entry: set Further Layouts in Import to separate entries, or leave them out.',
				);
			if (facts.listed !== true)
				return warning(
					`It was made, but is not listed below its parent after ${counted(facts.seconds, 'second')}.`,
					'Players may not offer the stream. Look again in the KMC.',
				);
			return ok('Made, and listed below its parent.');
		},
	},
	'kaltura-upload': {
		title: 'Through n8n',
		assumes: 'A file travels through n8n in parts, becomes the content of an entry, and becomes ready.',
		facts: {
			sent: 'flag',
			attached: 'flag',
			ready: 'flag',
			status: 'word',
			seconds: 'number',
			megabytesPerSecond: 'number',
		},
		judge(facts) {
			if (facts.sent !== true || facts.attached !== true)
				return problem(
					`The upload failed${codeOf(facts)}.`,
					'Files that Kaltura cannot fetch itself cannot be imported. Check a proxy before this server, and Upload Hosts of the Kaltura credential.',
				);
			const { result, saw, means } = becomesReady(facts);
			return { result, saw: `Sent with ${numberOf(facts.megabytesPerSecond)} MB/s. ${saw}`, means };
		},
	},
	'kaltura-caption': textStep('Caption', 'caption', 'CAPTION_MODIFY'),
	'kaltura-attachment': textStep('Attachment', 'attachment', 'ATTACHMENT_MODIFY'),
	'kaltura-category': {
		title: 'The category',
		assumes: 'The category that was named is there, and this session sees it.',
		facts: { found: 'flag', ambiguous: 'flag' },
		judge(facts) {
			if (facts.found === true) return ok('It is there.');
			if (facts.ambiguous === true)
				return problem('Several categories have this name.', 'Name it by its full path, with ">" between the levels.');
			if (facts.code !== undefined)
				return problem(`It could not be looked for${codeOf(facts)}.`, 'Nothing can be published in categories.');
			return problem(
				'This session sees no such category.',
				'Correct the path; or it is private: put disableentitlement into Privileges of the Kaltura credential.',
			);
		},
	},
	'kaltura-assignment': {
		title: 'In and out of the category',
		assumes: 'An entry can be put into the category and taken out again.',
		facts: { assigned: 'flag', awaitsApproval: 'flag', shown: 'flag', removed: 'flag' },
		judge(facts) {
			if (facts.assigned !== true)
				return problem(`Kaltura refused to assign it${codeOf(facts)}.`, 'Recordings would not be published there.');
			if (facts.removed !== true)
				return warning('It was assigned, but could not be taken out.', 'The entry is deleted at the end nevertheless.');
			if (facts.awaitsApproval === true)
				return warning('It was assigned, and waits for approval.', 'Somebody has to approve every recording there.');
			return facts.shown === true
				? ok('Assigned, seen there, and taken out again.')
				: warning('It was assigned, but was not seen there.', 'Look in the KMC whether recordings show up there.');
		},
	},
	'kaltura-proof': {
		title: 'Proof',
		assumes: "Kaltura keeps the source of what it holds, with exactly Zoom's bytes.",
		facts: { entries: 'number', sources: 'number', same: 'number', durations: 'number' },
		judge(facts) {
			const [entries, sources, same] = [numberOf(facts.entries), numberOf(facts.sources), numberOf(facts.same)];
			if (facts.code !== undefined)
				return warning(`It could not be looked${codeOf(facts)}.`, 'Cleanup would prove nothing, and remove nothing.');
			if (entries === 0)
				return warning('No entry was ready.', 'Cleanup would prove nothing, and remove nothing in Zoom.');
			if (sources < entries)
				return warning(
					`Of ${entries} entries ${sources} keep their source.`,
					'Cleanup proves by duration then. To prove by bytes choose a conversion profile that keeps the source.',
				);
			if (same < entries)
				return problem(
					`Of ${entries} entries ${same} have exactly Zoom's bytes.`,
					'Cleanup would remove nothing. Something between Zoom and Kaltura changes files: please report this.',
				);
			return ok(`${entries === 1 ? 'The only entry has' : `All ${entries} entries have`} exactly Zoom's bytes.`);
		},
	},
	'kaltura-removal': {
		title: 'Removing everything again',
		assumes: 'The session may delete what it made.',
		facts: { removed: 'number', left: 'number' },
		judge(facts) {
			if (facts.code !== undefined || numberOf(facts.left) > 0)
				return warning(
					`${numberOf(facts.left)} of ${numberOf(facts.removed) + numberOf(facts.left)} entries are still there${codeOf(facts)}.`,
					'Delete them in the KMC (admin tag zoomkalturarehearsal), or rehearse again.',
				);
			return ok(`Removed: ${counted(facts.removed, 'entry', 'entries')}. Nothing is left.`);
		},
	},
} as const satisfies Record<string, StepRule>;

function becomesReady(facts: Facts): Judgement {
	const seconds = numberOf(facts.seconds);
	if (facts.ready === true) return ok(`Ready after ${counted(seconds, 'second')}.`);
	if (facts.status === 'import-failed' || facts.status === 'not-media')
		return problem(
			'The conversion ended in an error.',
			'Look at the entry of a real import in the KMC; the conversion profile may not fit.',
		);
	return warning(
		`It was not ready after ${counted(seconds, 'second')} (${String(facts.status ?? 'unknown')}).`,
		"Kaltura's conversion is slow or stuck. Cleanup waits for it; look-after-entries reports what stays stuck.",
	);
}
