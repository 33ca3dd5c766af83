import { isActive, nativeFindings, ourSettings } from '../../../../lib/policy/setup/native-integration';
import {
	clockFinding,
	eventsFinding,
	scopesFinding,
	webhookFinding,
	type SetupFinding,
} from '../../../../lib/policy/setup/setup-findings';
import { CLEANUP, gapsOf, INGEST, missingScopes, PEOPLE, PURPOSES } from '../../../../lib/zoom/scopes';

const NOW = Date.parse('2026-11-20T14:00:00Z');

test.each<[string, SetupFinding, SetupFinding['result']]>([
	['an app with every scope', scopesFinding('ingesting recordings', []), 'ok'],
	['an app that lacks one', scopesFinding('ingesting recordings', ['a:b']), 'problem'],
	[
		'an app that goes on without one',
		scopesFinding('ingesting recordings', [], ['Without a:b it is slower.']),
		'warning',
	],
	['clocks that agree', clockFinding('Zoom', -1), 'ok'],
	['a clock half a minute behind', clockFinding('Zoom', 30), 'warning'],
	['a clock ten minutes ahead (fault case 52)', clockFinding('Kaltura', -600), 'problem'],
	['an answer without a time', clockFinding('Zoom', null), 'warning'],
	['an event an hour ago', eventsFinding(NOW - 36e5, NOW, 24), 'ok'],
	['an event two days ago', eventsFinding(NOW - 48 * 36e5, NOW, 24), 'warning'],
	['no event ever', eventsFinding(null, NOW, 24), 'warning'],
	['an address that refuses the unsigned', webhookFinding('https://n8n.example.edu/webhook/x', 401, ''), 'ok'],
	['an address without a certificate', webhookFinding('http://n8n.example.edu/webhook/x', 401, ''), 'problem'],
	['an address that nobody answers', webhookFinding('https://n8n.example.edu/webhook/x', null, 'ENOTFOUND'), 'problem'],
	['the test address', webhookFinding('https://n8n.example.edu/webhook-test/x', 404, ''), 'problem'],
	['an address that takes anything', webhookFinding('https://n8n.example.edu/webhook/x', 200, ''), 'problem'],
])('%s', (_, finding, result) => {
	expect(finding.result).toBe(result);
	expect(finding.message).toMatch(/^\S.*\.?$/);
	expect(finding.remedy === '').toBe(result === 'ok');
});

test('a clock ahead is said to be ahead, one behind to be behind', () => {
	expect(clockFinding('Zoom', 300).message).toContain('300 seconds behind that of Zoom');
	expect(clockFinding('Zoom', -300).message).toContain('300 seconds ahead of that of Zoom');
});

describe('scopes by purpose', () => {
	test('granular and classic scopes both serve', () => {
		expect(missingScopes(CLEANUP, ['recording:write:admin', 'recording:read:admin'])).toEqual([]);
		expect(missingScopes(CLEANUP, ['cloud_recording:delete:meeting_recording:admin'])).toEqual([
			'cloud_recording:read:list_recording_files:admin',
			'cloud_recording:delete:recording_file:admin',
		]);
		expect(missingScopes(PEOPLE, [])).toEqual([
			'meeting:read:list_past_participants:admin',
			'webinar:read:list_panelists:admin',
		]);
		expect(missingScopes(INGEST, ['recording:read:admin', 'user:read:admin'])).toEqual([]);
	});
	test('the scope for one recording is done without where a listing may be read, but not by cleanup', () => {
		const scopes = [
			'cloud_recording:read:list_user_recordings:admin',
			'cloud_recording:read:list_account_recordings:admin',
			'user:read:user:admin',
		];
		const { missing, means } = gapsOf(INGEST, scopes);
		expect(missing).toEqual([]);
		expect(means).toEqual([
			expect.stringMatching(/^Without cloud_recording:read:list_recording_files:admin .*through n8n/),
		]);
		expect(gapsOf(INGEST, ['user:read:user:admin']).missing).toContain(
			'cloud_recording:read:list_recording_files:admin',
		);
		expect(gapsOf(CLEANUP, scopes).missing).toContain('cloud_recording:read:list_recording_files:admin');
	});
	test('every purpose needs something and says what it is for', () => {
		for (const { name, needs } of Object.values(PURPOSES))
			expect([name, needs.length > 0]).toEqual([expect.stringMatching(/\w/), true]);
	});
});

describe("the settings of Kaltura's own integration", () => {
	const NATIVE = {
		accountId: 'acc',
		status: 2,
		defaultUserId: '@defaultUserID@',
		createUserIfNotExist: true,
		zoomUserMatchingMode: 2,
		zoomUserPostfix: '@example.edu',
		userSearchMethod: 1,
		handleParticipantsMode: 2,
		handleCohostsMode: 4,
		handleAlternativeHostsMode: 1,
		enableMeetingUpload: '1',
		enableWebinarUploads: 0,
		zoomCategory: 'A>B,C',
		groupParticipationType: 1,
		optInGroupNames: 'Lecturers\r\n Studio \r\n',
		optOutGroupNames: 'ignored',
		enableZoomTranscription: true,
		deletionPolicy: true,
		conversionProfileId: 77,
	};
	test('are said in our parameters; placeholders are left out', () =>
		expect(ourSettings(NATIVE).map(({ parameter, value }) => [parameter, value])).toEqual([
			['Upload Meeting Recordings', 'on'],
			['Upload Webinar Recordings', 'off'],
			['Set User Based On', 'Remove Postfix'],
			['Postfix', '@example.edu'],
			['Second Look-Up', 'External ID'],
			['If the User Does Not Exist', 'Create New User'],
			['Participants', 'Ignore'],
			['Co-Hosts', 'Co-Editor and Co-Publisher'],
			['Alternative Hosts', 'Co-Viewer'],
			['Opt-In Groups', 'Lecturers, Studio'],
			['Category', 'A>B,C'],
			['Zoom Transcription', 'on'],
			['Conversion Profile', '77'],
			['dry run', 'off; it deleted a day after the import was requested'],
		]));
	test('active is a warning, because both would import; switched off is fine', () => {
		expect(nativeFindings([NATIVE])[0]).toMatchObject({
			result: 'warning',
			message: expect.stringContaining('Co-Hosts: Co-Editor and Co-Publisher'),
		});
		expect(nativeFindings([{ ...NATIVE, status: 1 }])[0]).toMatchObject({ result: 'ok' });
		expect(nativeFindings([])[0]).toMatchObject({ result: 'ok', message: 'None is configured in this account.' });
	});
	test.each([
		[{ status: '2' }, true],
		[{ status: 3 }, false],
		[{ enableRecordingUpload: true }, true],
		[{}, false],
	])('%j is active: %p', (native, active) => expect(isActive(native)).toBe(active));
});
