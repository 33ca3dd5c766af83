import { CollectionReader, unwrap } from '../../lib/n8n/collection';
import { InputError } from '../../lib/policy/failures';
import type { ParameterReader } from '../../lib/n8n/parameters';
import { groupRuleProblems } from '../../lib/policy/owner/groups-rule';
import type { IdentitySettings } from '../../lib/policy/owner/identity';
import { ownerProblems } from '../../lib/policy/owner/owner';
import type { PeopleAccess, PeopleSettings } from '../../lib/policy/owner/people';
import { selectionProblems } from '../../lib/policy/import/selection';
import type { Settings } from '../../lib/pipeline/owner/settings';
import type { SettingProblem } from '../../lib/policy/settings';

const GROUP_MODES = ['all', 'optIn', 'optOut', 'both'] as const;
const ACCESS = ['ignore', 'coViewer', 'coPublisher', 'coEditor', 'coEditorAndPublisher'] as const;

/**
 * Reads the form of Resolve Owner.
 * @throws {InputError} naming the first parameter that cannot be right, before anything is asked
 */
export function readSettings(parameter: ParameterReader): Settings {
	const added = parameter.object('options');
	const options = new CollectionReader(added);
	const groupMode = parameter.oneOf('uploadRecordingsManagement', GROUP_MODES);
	const zoomGroupMode = options.oneOf('zoomGroupsManagement', 'Zoom Groups Management', GROUP_MODES, 'all');
	const settings: Settings = {
		selection: {
			meetings: parameter.boolean('uploadMeetingRecordings'),
			webinars: parameter.boolean('uploadWebinarRecordings'),
			excludedHosts: rowsOf(added.excludedHosts),
			topicMustMatch: options.text('topicMustMatch'),
			topicMustNotMatch: options.text('topicMustNotMatch'),
			minimumSeconds: options.number('minimumDuration', 'Minimum Duration (Minutes)', 0) * 60,
			skipKeywords: options.list('skipKeywords'),
			personalNotes: options.boolean('personalNotes', 'Personal Notes', false),
			trackingField: {
				mode: options.oneOf('trackingFieldRule', 'Tracking Field Rule', ['ignore', 'skipIfNo', 'onlyIfYes'], 'ignore'),
				field: options.text('trackingField'),
			},
		},
		kalturaGroups: {
			mode: groupMode,
			// A list that the mode hides must not be asked for: n8n cannot find a hidden parameter.
			optIn: groupMode === 'optIn' || groupMode === 'both' ? rowsOf(parameter.raw('optInGroups', {})) : [],
			optOut: groupMode === 'optOut' || groupMode === 'both' ? rowsOf(parameter.raw('optOutGroups', {})) : [],
		},
		unmatchedHosts: options.oneOf('unmatchedHosts', 'Unmatched Hosts', ['byList', 'skip', 'import'], 'byList'),
		zoomGroups: {
			mode: zoomGroupMode,
			optIn: rowsOf(added.zoomOptInGroups),
			optOut: rowsOf(added.zoomOptOutGroups),
		},
		owner: {
			...readIdentitySettings(parameter),
			noMatch: parameter.oneOf('userDoesNotExist', ['defaultUser', 'createUser', 'skip', 'needsAttention']),
			defaultUserId: parameter.text('defaultUser'),
			hostLeft: options.oneOf(
				'hostLeft',
				'If the Host Left Zoom',
				['defaultUser', 'skip', 'needsAttention'],
				'needsAttention',
			),
		},
		people: {
			access: {
				coHost: readAccess(parameter, 'coHosts'),
				alternativeHost: readAccess(parameter, 'alternativeHosts'),
				participant: readAccess(parameter, 'participants'),
				panelist: readAccess(parameter, 'panelists'),
				attendee: options.oneOf('attendees', 'Attendees', ACCESS, 'ignore'),
			},
			create: options.oneOf(
				'createPeople',
				'Create Missing People',
				['nobody', 'peopleOfThisAccount', 'everybody'],
				'nobody',
			),
			limit: options.number('maximumPeople', 'Maximum People', 500),
		},
		hostGroupNames: options.boolean('hostGroupNames', "Names of the Host's Groups", false),
		notShared: options.oneOf('notShared', 'Not Shared in Zoom', ['ignore', 'private', 'skip'], 'ignore'),
		privateKeywords: options.list('privateKeywords'),
		rememberMinutes: options.number('rememberZoomUsers', 'Remember Zoom Users (Minutes)', 0),
	};
	refuse([
		...selectionProblems(settings.selection),
		...groupRuleProblems(settings.kalturaGroups, 'Kaltura'),
		...groupRuleProblems(settings.zoomGroups, 'Zoom'),
		...ownerProblems(settings.owner),
		...peopleProblems(settings.people),
	]);
	return settings;
}

/** How a host is found in Kaltura; Re-Assign Owners has only this part of the form. */
export function readIdentitySettings(parameter: ParameterReader): IdentitySettings {
	const basedOn = parameter.oneOf('setUserBasedOn', ['zoomUser', 'cmsUserId']);
	const postfixMode =
		basedOn === 'zoomUser'
			? parameter.oneOf('zoomUserMatching', ['doNotModify', 'addPostfix', 'removePostfix'])
			: 'doNotModify';
	return {
		basedOn,
		postfixMode,
		postfix: postfixMode === 'doNotModify' ? '' : String(parameter.raw('postfix', '') ?? ''),
		secondLookup: parameter.oneOf('thenMatchBy', ['email', 'externalId', 'none']),
	};
}

/** @throws {InputError} for the first problem */
export function refuse(problems: readonly SettingProblem[]): void {
	const [first] = problems;
	if (first) throw new InputError(first.parameter, first.problem, first.remedy);
}

function readAccess(parameter: ParameterReader, name: string): PeopleAccess {
	return parameter.oneOf(name, ACCESS, 'ignore');
}

function peopleProblems({ limit }: PeopleSettings): SettingProblem[] {
	if (Number.isInteger(limit) && limit >= 1 && limit <= 2000) return [];
	return [{ parameter: 'Maximum People', problem: `is ${limit}`, remedy: 'A whole number from 1 to 2000.' }];
}

/**
 * The texts of a list of resource locators. Each row may hold several ids separated by commas, semicolons or line breaks,
 * so that one expression can fill the list; an expression may also give the whole list as text or array.
 */
function rowsOf(value: unknown): string[] {
	if (value === null || value === undefined) return [];
	if (typeof value === 'string' || typeof value === 'number') {
		return String(value)
			.split(/[,;\r\n]+/)
			.map((part) => part.trim())
			.filter((part) => part !== '');
	}
	if (Array.isArray(value)) return value.flatMap(rowsOf);
	const inner = unwrap(value);
	return inner === value ? Object.values(value as object).flatMap(rowsOf) : rowsOf(inner);
}
