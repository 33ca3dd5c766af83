import { fine, warning, type SetupFinding } from './setup-findings';
import { isPlaceholder } from '../settings';

/**
 * The settings of Kaltura's own Zoom integration, said in the parameters of this package, so that an admin can carry them
 * over instead of guessing, and switch the old one off.
 * @see docs/vendors/kaltura-integration.md#settings
 */
type NativeSetting = Readonly<Record<string, unknown>>;

/** A parameter of ours and the value that does what the integration did. */
export interface OurSetting {
	node: 'Owner Resolver' | 'Kaltura Media' | 'cleanup-zoom';
	parameter: string;
	value: string;
}

const MATCHING = ['Do Not Modify', 'Add Postfix', 'Remove Postfix', 'CMS User ID'];
const PEOPLE = ['Co-Publisher', 'Co-Viewer', 'Ignore', 'Co-Editor', 'Co-Editor and Co-Publisher'];
const GROUPS = ['', 'Opt-In Groups', 'Opt-Out Groups'];

/** Only what the integration has a value for; placeholders that nobody filled in are left out. */
export function ourSettings(native: NativeSetting): OurSetting[] {
	const found: OurSetting[] = [];
	const add = (node: OurSetting['node'], parameter: string, value: unknown) => {
		const said = value === undefined || value === null ? '' : String(value).trim();
		if (said !== '' && !isPlaceholder(said)) found.push({ node, parameter, value: said });
	};
	const yesNo = (value: unknown) => (value === undefined || value === null ? '' : isOn(value) ? 'on' : 'off');
	const named = (names: readonly string[], value: unknown) =>
		value === undefined || value === null ? '' : (names[Number(value)] ?? '');

	add('Owner Resolver', 'Upload Meeting Recordings', yesNo(native.enableMeetingUpload));
	add('Owner Resolver', 'Upload Webinar Recordings', yesNo(native.enableWebinarUploads));
	add('Owner Resolver', 'Set User Based On', named(MATCHING, native.zoomUserMatchingMode));
	add('Owner Resolver', 'Postfix', native.zoomUserPostfix);
	add('Owner Resolver', 'Second Look-Up', named(['E-Mail', 'External ID'], native.userSearchMethod));
	add(
		'Owner Resolver',
		'If the User Does Not Exist',
		native.createUserIfNotExist === undefined
			? ''
			: isOn(native.createUserIfNotExist)
				? 'Create New User'
				: 'Use Default User',
	);
	add('Owner Resolver', 'Default User', native.defaultUserId);
	add('Owner Resolver', 'Participants', named(PEOPLE, native.handleParticipantsMode));
	add('Owner Resolver', 'Co-Hosts', named(PEOPLE, native.handleCohostsMode));
	add('Owner Resolver', 'Alternative Hosts', named(PEOPLE, native.handleAlternativeHostsMode));
	const groups = GROUPS[Number(native.groupParticipationType ?? 0)] ?? '';
	if (groups !== '') {
		const names = String((groups === 'Opt-In Groups' ? native.optInGroupNames : native.optOutGroupNames) ?? '');
		add(
			'Owner Resolver',
			groups,
			names
				.split(/[\r\n]+/)
				.map((name) => name.trim())
				.filter(Boolean)
				.join(', '),
		);
	}
	add('Kaltura Media', 'Category', native.zoomCategory);
	add('Kaltura Media', 'Webinar Category', native.zoomWebinarCategory);
	add('Kaltura Media', 'Zoom Transcription', yesNo(native.enableZoomTranscription));
	add('Kaltura Media', 'Conversion Profile', native.conversionProfileId);
	if (isOn(native.deletionPolicy))
		add('cleanup-zoom', 'dry run', 'off; it deleted a day after the import was requested');
	return found;
}

/** Whether the integration would import what we import. Status 2 is active; docs/vendors/kaltura-integration.md#settings */
export function isActive(native: NativeSetting): boolean {
	return Number(native.status) === 2 || (native.status === undefined && isOn(native.enableRecordingUpload));
}

/** One finding per configured integration; one that says so when there is none. */
export function nativeFindings(settings: readonly NativeSetting[]): SetupFinding[] {
	const check = "Kaltura's own Zoom integration";
	if (settings.length === 0) return [fine('Kaltura', check, 'None is configured in this account.')];
	return settings.map((native) => {
		const account = String(native.accountId ?? native.id ?? 'without an ID');
		const list = ourSettings(native).map(({ node, parameter, value }) => `${node}, ${parameter}: ${value}`);
		const carried = list.length > 0 ? ` Its settings in our words – ${list.join('; ')}.` : '';
		if (!isActive(native))
			return fine('Kaltura', check, `It is switched off for the Zoom account ${account}.${carried}`);
		return warning(
			'Kaltura',
			check,
			`It is still active for the Zoom account ${account}, so both import the same recordings.${carried}`,
			'Carry the settings over, then switch Enable Integration off in the KMC. Its past imports stay and are recognised.',
		);
	});
}

function isOn(value: unknown): boolean {
	return value === true || value === 1 || value === '1' || value === 'true';
}
