/**
 * The one list of outcomes (docs/messages.md). Every recording and every file ends in exactly one status with one reason code;
 * a workflow branches on `status` and `reason`, a person reads `message` and `nextStep`. Saved workflows, ledgers and
 * error workflows hold these codes, so a code is never renamed and never changes its status.
 */
export const OUTCOME_STATUSES = [
	'imported',
	'already-imported',
	'imported-by-native-integration',
	'waiting',
	'skipped',
	'needs-attention',
	'partial',
	'failed',
] as const;

export type OutcomeStatus = (typeof OUTCOME_STATUSES)[number];

/** What an item carries about how it ended. */
export interface Outcome {
	status: OutcomeStatus;
	reason: ReasonCode;
	/** What happened, as one sentence with its subject. */
	message: string;
	/** What a person can do about it; '' when nothing needs doing. */
	nextStep: string;
	/** Whether the same recording may end differently later although nobody changed anything. */
	retryable: boolean;
	/** Seconds that Zoom asked to wait, where its daily limit is used up and it says until when. */
	retryAfterSeconds?: number;
}

/** One code of the list: its status, its sentence (built from typed details) and the next step. */
interface Reason<Detail> {
	status: OutcomeStatus;
	retryable: boolean;
	sentence(detail: Detail): string;
	nextStep: string;
}

const reason = <Detail>(
	status: OutcomeStatus,
	sentence: (detail: Detail) => string,
	nextStep = '',
	retryable = status === 'waiting' || status === 'partial',
): Reason<Detail> => ({ status, retryable, sentence, nextStep });

const REPLAY = 'Run the recording again afterwards';

/** Every reason code. Grouped by the question that it answers; details are plain values, never secrets or URLs. */
export const REASONS = {
	// Arrived
	imported: reason(
		'imported',
		({ entries, owner }: { entries: number; owner: string }) =>
			`The recording became ${count(entries, 'entry', 'entries')} of ${owner}.`,
	),
	'files-added': reason(
		'imported',
		({ files }: { files: number }) => `${count(files, 'late file', 'late files')} joined the existing entry.`,
	),
	'only-tried': reason(
		'skipped',
		({ plan }: { plan: string }) =>
			`Only tried, nothing was written. What would come of it: ${plan || 'settings of the entry put right.'}`,
		'To import it, try it once more and choose to import it.',
	),
	'already-imported': reason('already-imported', ({ putRight }: { putRight?: boolean }) =>
		putRight
			? 'Every wanted file is in Kaltura already; only settings of the entry were put right.'
			: 'Every wanted file is in Kaltura already; nothing was written.',
	),
	'imported-by-native-integration': reason(
		'imported-by-native-integration',
		({ entryId }: { entryId: string }) => `Kaltura's own Zoom integration imported this recording as entry ${entryId}.`,
	),
	'file-imported': reason(
		'imported',
		({ file, entryId, as }: { file: string; entryId: string; as: string }) =>
			`The file ${file} became ${as} ${entryId}.`,
	),
	'file-already-imported': reason(
		'already-imported',
		({ file, entryId }: { file: string; entryId: string }) => `The file ${file} is in entry ${entryId} already.`,
	),
	reassigned: reason(
		'imported',
		({ entryId, from, to }: { entryId: string; from: string; to: string }) =>
			`The entry ${entryId} moved from ${from} to ${to}.`,
	),
	'entries-renamed': reason(
		'imported',
		({ entries, topic }: { entries: readonly string[]; topic: string }) =>
			`The recording was renamed to "${topic}" in Zoom, and so ${entries.length === 1 ? 'was' : 'were'} ${enumerate(entries)}.`,
	),

	// Not yet
	'files-processing': reason(
		'waiting',
		({ files }: { files: number }) => `Zoom is still processing ${count(files, 'file', 'files')} of this recording.`,
		'Nothing to do: the next event or the reconcile workflow takes it up.',
	),
	'import-pending': reason(
		'waiting',
		({ entryId }: { entryId: string }) => `Kaltura is still fetching or converting entry ${entryId}.`,
		'Nothing to do: a later run looks at it again.',
	),
	'upload-under-way': reason(
		'waiting',
		({ file }: { file: string }) => `Another execution is moving the file ${file} to Kaltura at the moment.`,
		'Nothing to do: the next run checks that it arrived.',
	),
	'media-not-there-yet': reason(
		'waiting',
		({ file }: { file: string }) => `Zoom lists ${file}, but no video or audio that it belongs to (yet).`,
		'Nothing to do: the next event or the reconcile workflow takes it up.',
	),
	'native-import-running': reason(
		'waiting',
		({ entryId }: { entryId: string }) =>
			`Kaltura's own Zoom integration has just created entry ${entryId} for this recording.`,
		'Switch off one of the two integrations; if the entry stays empty, it is filled after three hours.',
	),
	'imported-elsewhere': reason(
		'waiting',
		({ entryId }: { entryId: string }) => `Another execution is importing this recording as entry ${entryId}.`,
		'Nothing to do: the next run checks that it finished.',
	),
	'starts-over': reason(
		'waiting',
		({ entryId }: { entryId: string }) =>
			`The empty entry ${entryId} was made for a file that does not lead its segment any more, so it is replaced.`,
		'Nothing to do: the next run creates the new entry.',
	),
	'not-in-zoom-yet': reason(
		'waiting',
		({ meetingUuid }: { meetingUuid: string }) =>
			`Zoom shows no recording of the meeting ${meetingUuid} (yet, or any more).`,
		'Nothing to do: it is looked for again. If it was deleted by mistake, recover it in Zoom within 30 days.',
	),
	'rules-unreadable': reason(
		'waiting',
		({ detail }: { detail: string }) =>
			`The data table zoom_kaltura_rules could not be read (${detail}). A rule may keep the recording from people, so it waits.`,
		'Nothing to do: a later run reads the rules again. If it stays so, open the table in n8n.',
	),
	'in-zoom-trash': reason(
		'waiting',
		({ topic }: { topic: string }) => `The recording "${topic}" is in Zoom's trash.`,
		'Recover it in Zoom within 30 days if it should be imported.',
		false,
	),

	// Which recordings: skipped by a rule
	'meetings-off': reason<object>(
		'skipped',
		() => 'Meeting recordings are switched off.',
		`Turn on Upload Meeting Recordings in Owner Resolver to import them.`,
	),
	'webinars-off': reason<object>(
		'skipped',
		() => 'Webinar recordings are switched off.',
		`Turn on Upload Webinar Recordings in Owner Resolver to import them.`,
	),
	'personal-notes': reason(
		'skipped',
		({ topic }: { topic: string }) => `"${topic}" was recorded by somebody's My Notes, for that person alone.`,
		'Turn on Personal Notes in Owner Resolver to import such recordings.',
	),
	'stored-elsewhere': reason(
		'skipped',
		({ topic }: { topic: string }) =>
			`The recording "${topic}" lies in a storage outside Zoom's cloud, where nobody can fetch it.`,
		"Import it from your organisation's own recording storage.",
	),
	'host-excluded': reason(
		'skipped',
		({ host }: { host: string }) => `The host ${host} is on the list of excluded hosts.`,
		'Take the host off Excluded Hosts to import the recording.',
	),
	'host-says-no': reason(
		'skipped',
		({ topic, keyword }: { topic: string; keyword: string }) =>
			`The topic "${topic}" holds ${keyword}, by which hosts say that a recording stays out of Kaltura.`,
		'Take the keyword out of the topic of the recording in Zoom to import it.',
	),
	'not-shared-in-zoom': reason(
		'skipped',
		({ topic }: { topic: string }) => `Its host does not share the recording "${topic}" with anybody in Zoom.`,
		'Share it in Zoom, or change Not Shared in Zoom in Owner Resolver, to import it.',
	),
	'skipped-by-rule': reason(
		'skipped',
		({ rule, why }: { rule: string; why: string }) => `The rule "${rule}" leaves the recording out: ${why}`,
		'Change the rule in the data table zoom_kaltura_rules to import the recording.',
	),
	'topic-not-included': reason(
		'skipped',
		({ topic, pattern }: { topic: string; pattern: string }) => `The topic "${topic}" does not match ${pattern}.`,
		'Change Topic Must Match to import the recording.',
	),
	'topic-excluded': reason(
		'skipped',
		({ topic, pattern }: { topic: string; pattern: string }) =>
			`The topic "${topic}" matches the exclusion ${pattern}.`,
		'Change Topic Must Not Match to import the recording.',
	),
	'too-short': reason(
		'skipped',
		({ seconds, minimumSeconds }: { seconds: number; minimumSeconds: number }) =>
			`The recording is ${duration(seconds)} long, shorter than the minimum of ${duration(minimumSeconds)}.`,
		'Lower Minimum Duration to import the recording.',
	),
	'tracking-field-says-no': reason(
		'skipped',
		({ field, value }: { field: string; value: string }) => `The meeting's tracking field ${field} is "${value}".`,
		'Change the tracking field of the meeting in Zoom to import the recording.',
	),
	'tracking-field-missing': reason(
		'skipped',
		({ field }: { field: string }) =>
			`The meeting's tracking field ${field} is empty, and only meetings that say yes are imported.`,
		'Set the tracking field of the meeting in Zoom to import the recording.',
	),
	'not-in-opt-in-group': reason(
		'skipped',
		({ owner, groups }: { owner: string; groups: readonly string[] }) =>
			`The owner ${owner} is in none of the opt-in groups ${enumerate(groups)}.`,
		'Add the owner to one of the groups in Kaltura to import the recording.',
	),
	'in-opt-out-group': reason(
		'skipped',
		({ owner, groups }: { owner: string; groups: readonly string[] }) =>
			`The owner ${owner} is in the opt-out ${groups.length === 1 ? 'group' : 'groups'} ${enumerate(groups)}.`,
		'Remove the owner from the group in Kaltura to import the recording.',
	),
	'not-in-zoom-opt-in-group': reason(
		'skipped',
		({ host, groups }: { host: string; groups: readonly string[] }) =>
			`The host ${host} is in none of the Zoom opt-in groups ${enumerate(groups)}.`,
		'Add the host to one of the groups in Zoom to import the recording.',
	),
	'in-zoom-opt-out-group': reason(
		'skipped',
		({ host, groups }: { host: string; groups: readonly string[] }) =>
			`The host ${host} is in the Zoom opt-out ${groups.length === 1 ? 'group' : 'groups'} ${enumerate(groups)}.`,
		'Remove the host from the group in Zoom to import the recording.',
	),
	'unmatched-host-not-opted-in': reason(
		'skipped',
		({ host, groups }: { host: string; groups: readonly string[] }) =>
			`The host ${host} matches no Kaltura user, so nobody is in the opt-in groups ${enumerate(groups)}.`,
		'Create the Kaltura user and add it to a group, or set Unmatched Hosts to Import.',
	),
	'no-owner': reason(
		'skipped',
		({ host, tried }: { host: string; tried: readonly string[] }) =>
			`The host ${host} matches no Kaltura user (tried ${enumerate(tried)}).`,
		`Create the Kaltura user, or choose Use Default User or Create New User. ${REPLAY}.`,
	),
	'host-left-zoom': reason(
		'skipped',
		({ host }: { host: string }) => `The host ${host} is not in Zoom any more.`,
		`Choose what to do under If the Host Left Zoom. ${REPLAY}.`,
	),
	'no-recording': reason(
		'skipped',
		({ meetingUuid }: { meetingUuid: string }) => `Zoom has no recording of the meeting ${meetingUuid} (any more).`,
		'Nothing to do, unless the recording was deleted by mistake: recover it in Zoom within 30 days.',
	),
	'no-files': reason<object>(
		'skipped',
		() => 'Zoom lists no files of this recording.',
		'Nothing to do, unless files were deleted by mistake: recover them in Zoom within 30 days.',
	),
	'nothing-to-import': reason<object>(
		'skipped',
		() => 'The recording holds no file that the settings want.',
		'Switch the wanted kinds of files on in Kaltura Media.',
	),
	'file-not-wanted': reason(
		'skipped',
		({ file, kind }: { file: string; kind: string }) => `${kind} is switched off, so the file ${file} stays in Zoom.`,
		'Switch this kind of file on in Kaltura Media to import it.',
	),
	'audio-beside-video': reason(
		'skipped',
		({ file }: { file: string }) => `The audio file ${file} is left out because the segment has video.`,
		'Set Audio to Always to import it as well.',
	),
	'file-type-unknown': reason(
		'skipped',
		({ file, fileType }: { file: string; fileType: string }) =>
			`The file ${file} is of the unknown type "${fileType}".`,
		'Switch on Other Files in Kaltura Media to keep such files as attachments.',
	),
	'caption-without-words': reason(
		'skipped',
		({ file }: { file: string }) =>
			`The caption file ${file} holds no words, so it is left out, and Kaltura may make captions of its own.`,
	),
	'file-deleted-in-kaltura': reason(
		'skipped',
		({ file, entryId }: { file: string; entryId: string }) =>
			`The file ${file} was in entry ${entryId} and was deleted there, so it stays deleted.`,
		'Set Deleted Entries to Import Again in Kaltura Media to bring it back.',
	),
	'file-empty': reason('skipped', ({ file }: { file: string }) => `The file ${file} is empty.`),
	'captions-not-possible': reason(
		'skipped',
		({ file, detail }: { file: string; detail: string }) =>
			`The file ${file} cannot become a caption in this Kaltura account: ${detail}`,
		'Ask Kaltura to enable the caption plugin for your account, and to give the role of the credential the permission CAPTION_MODIFY; then import the recording again.',
	),
	'attachments-not-possible': reason(
		'skipped',
		({ file, detail }: { file: string; detail: string }) =>
			`The file ${file} cannot become an attachment in this Kaltura account: ${detail}`,
		'Ask Kaltura to enable the attachment plugin for your account, and to give the role of the credential the permission ATTACHMENT_MODIFY; then import the recording again.',
	),
	'nothing-to-attach-to': reason(
		'skipped',
		({ file }: { file: string }) => `The file ${file} belongs to a segment whose video and audio are not imported.`,
		'Set Audio to When There Is No Video in Kaltura Media to import the segment.',
	),
	'owned-by-somebody-else': reason(
		'skipped',
		({ entryId, userId }: { entryId: string; userId: string }) =>
			`The entry ${entryId} belongs to ${userId}, not to the default user.`,
	),
	'still-default-user': reason(
		'skipped',
		({ entryId, userId }: { entryId: string; userId: string }) =>
			`The entry ${entryId} stays with ${userId}: nobody else matches its host.`,
		'Create the Kaltura user of the host, then run this again.',
	),
	'host-unknown': reason(
		'skipped',
		({ meetingUuid }: { meetingUuid: string }) =>
			`Zoom does not know (any more) who hosted the meeting ${meetingUuid}.`,
		'Change the owner of the entry in Kaltura by hand.',
	),
	'correction-ignored': reason(
		'skipped',
		({ change }: { change: string }) => `${change}; the entry in Kaltura stays as it is.`,
	),
	'entries-deleted': reason(
		'skipped',
		({ entries, operator }: { entries: readonly string[]; operator: string }) =>
			`${operator} removed the recording in Zoom, so ${enumerate(entries)} ${entries.length === 1 ? 'was' : 'were'} deleted in Kaltura.`,
	),
	'checked-again': reason(
		'waiting',
		({ change }: { change: string }) => `${change}, so the recording goes through the rules again.`,
		'Nothing to do: the pipeline decides what comes of it.',
	),

	// Needs a person
	'meeting-type-unknown': reason(
		'needs-attention',
		({ type }: { type: string }) =>
			`The recording is of a meeting of the type ${type}, which this version does not know, so it is not imported.`,
		'Update n8n-nodes-zoom-kaltura, or import the recording by hand.',
	),
	'rule-unreadable': reason(
		'needs-attention',
		({ detail }: { detail: string }) =>
			`${detail} Nobody knows what the rule would do with the recording, so it is not imported.`,
		`Correct the row in the data table zoom_kaltura_rules. ${REPLAY}.`,
	),
	'rule-not-decidable': reason(
		'needs-attention',
		({ rule, host }: { rule: string; host: string }) =>
			`Whether the rule "${rule}" is for the recording cannot be known: Zoom does not say (any more) in which department and groups ${host} is.`,
		`Name the host in a rule of its own, before this one. ${REPLAY}.`,
	),
	'rule-owner-unusable': reason(
		'needs-attention',
		({ rule, userId, problem }: { rule: string; userId: string; problem: string }) =>
			`The rule "${rule}" names the owner ${userId}, who ${problem}.`,
		`Correct the rule, or create or repair the Kaltura user. ${REPLAY}.`,
	),
	'several-owners': reason(
		'needs-attention',
		({ host, by, users }: { host: string; by: string; users: readonly string[] }) =>
			`The host ${host} matches several Kaltura users by ${by}: ${enumerate(users)}.`,
		`Leave the e-mail or external ID with one of them in Kaltura, or map the host by CMS user ID. ${REPLAY}.`,
	),
	'host-left-needs-owner': reason(
		'needs-attention',
		({ host }: { host: string }) => `The host ${host} is not in Zoom any more, so the owner cannot be looked up.`,
		`Choose an owner by hand, or set If the Host Left Zoom. ${REPLAY}.`,
	),
	'no-owner-needs-attention': reason(
		'needs-attention',
		({ host, tried }: { host: string; tried: readonly string[] }) =>
			`The host ${host} matches no Kaltura user (tried ${enumerate(tried)}).`,
		`Create the Kaltura user or change the setting. ${REPLAY}.`,
	),
	'owner-missing': reason(
		'needs-attention',
		({ meetingUuid }: { meetingUuid: string }) => `Nobody is named as the owner of the recording ${meetingUuid}.`,
		`Put an Owner Resolver before this node, or fill in Owner. ${REPLAY}.`,
	),
	'owner-id-refused': reason(
		'needs-attention',
		({ host, userId, problem }: { host: string; userId: string; problem: string }) =>
			`The user ID "${userId}" that the host ${host} would get in Kaltura ${problem}.`,
		`Check the postfix setting or the CMS user ID of the host in Zoom. ${REPLAY}.`,
	),
	'host-without-email': reason(
		'needs-attention',
		({ host }: { host: string }) => `Zoom names no e-mail address for the host ${host}.`,
		`Activate the user in Zoom or map the host by CMS user ID. ${REPLAY}.`,
	),
	'default-user-unusable': reason(
		'needs-attention',
		({ userId, problem }: { userId: string; problem: string }) => `The default user ${userId} ${problem} in Kaltura.`,
		`Choose another Default User, or repair this one in Kaltura. ${REPLAY}.`,
	),
	'category-missing': reason(
		'needs-attention',
		({ category }: { category: string }) => `Kaltura has no category "${category}".`,
		'Create it in the KMC, correct the setting, or turn on Create Missing Categories.',
	),
	'category-ambiguous': reason(
		'needs-attention',
		({ category, found }: { category: string; found: number }) =>
			`${found} Kaltura categories are named "${category}".`,
		'Name the category by its full path, with ">" between the levels.',
	),
	'duplicate-entries': reason(
		'needs-attention',
		({ entryId, duplicates }: { entryId: string; duplicates: readonly string[] }) =>
			`Beside entry ${entryId} there ${duplicates.length === 1 ? 'is' : 'are'} ${enumerate(duplicates)} with the same recording.`,
		'Delete the superfluous ones in the KMC, and raise Index Wait so that executions notice each other.',
	),
	'duplicate-left': reason(
		'needs-attention',
		({ entryId, detail }: { entryId: string; detail: string }) =>
			`The superfluous ${entryId}, which another execution created too, could not be deleted: ${detail}`,
		'Delete it in the KMC.',
	),
	'changed-in-kaltura': reason(
		'needs-attention',
		({ entryId, change }: { entryId: string; change: string }) => `The entry ${entryId} was ${change} in Kaltura.`,
		'Check the entry in the KMC; the recording is kept in Zoom.',
	),
	parked: reason(
		'needs-attention',
		({ attempts, last }: { attempts: number; last: string }) =>
			`Given up after ${count(attempts, 'attempt', 'attempts')}: ${last}`,
		'Repair the cause, then retry the recording from the failures form.',
	),

	// Some files arrived, some did not
	'some-files-failed': reason(
		'partial',
		({ failed, total }: { failed: number; total: number }) =>
			`${failed} of ${count(total, 'file', 'files')} could not be imported.`,
		'Look at the outcome of each file; running the recording again tries only what is missing.',
	),

	// Failed
	'zoom-unavailable': reason(
		'failed',
		({ detail }: { detail: string }) => `Zoom could not answer: ${detail}`,
		'Nothing to do now: the recording is retried.',
		true,
	),
	'zoom-daily-limit': reason(
		'failed',
		({ detail }: { detail: string }) => `Zoom answers no more today: ${detail}`,
		'Nothing to do now: the recording is retried when Zoom counts anew, at the time that it names or at midnight UTC.',
		true,
	),
	'kaltura-unavailable': reason(
		'failed',
		({ detail }: { detail: string }) => `Kaltura could not answer: ${detail}`,
		'Nothing to do now: the recording is retried.',
		true,
	),
	'settings-refused': reason(
		'failed',
		({ detail }: { detail: string }) => detail,
		'Correct the parameter, then retry.',
	),
	unexpected: reason(
		'failed',
		({ detail }: { detail: string }) => `Something that should not happen: ${detail}`,
		'Retry the recording. If it comes again, please report it with the execution.',
		true,
	),
	'zoom-refused': reason(
		'failed',
		({ detail }: { detail: string }) => `Zoom refused: ${detail}`,
		'Follow the remedy in the error, then retry.',
	),
	'kaltura-refused': reason(
		'failed',
		({ detail }: { detail: string }) => `Kaltura refused: ${detail}`,
		'Follow the remedy in the error, then retry.',
	),
	'download-not-media': reason(
		'failed',
		({ file, contentType }: { file: string; contentType: string }) =>
			`Zoom answered the download of ${file} with ${contentType || 'something'} that is not the recorded file.`,
		'Nothing was attached and the recording is untouched in Zoom. Check that the app may download recordings, then retry.',
		true,
	),
	'file-changes-in-zoom': reason(
		'failed',
		({ file }: { file: string }) => `Zoom gave another number of bytes of the file ${file} than it lists.`,
		'Nothing to do now: the recording is retried. If it stays so, Zoom is still at work on the file, or lists it wrongly.',
		true,
	),
	'main-file-failed': reason(
		'failed',
		({ file }: { file: string }) => `The main file of the segment, ${file}, could not be imported, so this one waits.`,
		'Retry the recording once the main file can be read.',
		true,
	),
	'not-a-caption-file': reason(
		'failed',
		({ file }: { file: string }) => `The file ${file} is neither WebVTT, SRT nor DFXP, so it cannot be a caption.`,
		'Open the transcript in Zoom, save it again, then retry.',
	),
	'file-too-large': reason(
		'failed',
		({ file, megabytes }: { file: string; megabytes: number }) =>
			`The text file ${file} is larger than the ${megabytes} MB that an attachment may have here.`,
		'Switch this kind of file off, or add it by hand.',
	),
	'never-finished': reason(
		'failed',
		({ file, state }: { file: string; state: string }) => `Zoom has not finished the file ${file} in days (${state}).`,
		'The rest of the recording is imported. Ask Zoom support about the file; when it is there, run the recording again.',
	),
	'gone-at-source': reason(
		'failed',
		({ file }: { file: string }) => `The file ${file} is not in Zoom any more.`,
		'Recover the recording in Zoom within 30 days, then retry.',
	),
	'asset-failed-in-kaltura': reason(
		'failed',
		({ file, assetId }: { file: string; assetId: string }) =>
			`Kaltura could not read the file ${file} (caption or attachment ${assetId}).`,
		'Look at it in the KMC, or set Failed Entries to Import Again.',
	),
	'import-failed-in-kaltura': reason(
		'failed',
		({ entryId, status, tries = 0 }: { entryId: string; status: string; tries?: number }) =>
			`Kaltura could not import entry ${entryId} (${status})${tries > 0 ? `, also not when the file was fetched again ${count(tries, 'time', 'times')}` : ''}.`,
		'Look at the entry in the KMC. To fetch its file again, set Failed Entries to Import Again or raise Most Tries.',
	),
	'import-tried-again-later': reason(
		'waiting',
		({ entryId, tries }: { entryId: string; tries: number }) =>
			`Kaltura could not import entry ${entryId}. Its file was fetched again ${count(tries, 'time', 'times')}, and will be once more after a pause.`,
		'Nothing to do: a later run fetches the file again.',
	),
} satisfies Record<string, Reason<never>>;

export type ReasonCode = keyof typeof REASONS;

/** The facts that a reason's sentence needs, e.g. `{ owner, groups }`. */
export type DetailOf<Code extends ReasonCode> = Parameters<(typeof REASONS)[Code]['sentence']>[0];

/**
 * Builds the outcome of one recording or file.
 * @example outcome('not-in-opt-in-group', { owner: 'ann@example.edu', groups: ['Lecturers', 'Studio'] })
 */
export function outcome<Code extends ReasonCode>(code: Code, detail: DetailOf<Code>): Outcome {
	const { status, retryable, sentence, nextStep } = REASONS[code] as unknown as Reason<DetailOf<Code>>;
	return { status, reason: code, message: sentence(detail), nextStep, retryable };
}

/** Names separated by commas; long lists are cut so that a message stays readable. */
export function enumerate(names: readonly string[]): string {
	const shown = names.length > 10 ? [...names.slice(0, 9), `${names.length - 9} more`] : names;
	return shown.join(', ') || 'nothing';
}

export function count(amount: number, one: string, many: string): string {
	return `${amount} ${amount === 1 ? one : many}`;
}

function duration(seconds: number): string {
	return seconds < 60 ? count(seconds, 'second', 'seconds') : `${+(seconds / 60).toFixed(1)} min`;
}
