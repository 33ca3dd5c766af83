import { failedOutcome } from '../../../lib/policy/failures';
import { OUTCOME_STATUSES, outcome, REASONS } from '../../../lib/policy/outcomes';

describe('outcomes', () => {
	test('a skip names the owner and the groups', () => {
		expect(outcome('not-in-opt-in-group', { owner: 'ann@example.edu', groups: ['Lecturers', 'Studio'] })).toEqual({
			status: 'skipped',
			reason: 'not-in-opt-in-group',
			message: 'The owner ann@example.edu is in none of the opt-in groups Lecturers, Studio.',
			nextStep: 'Add the owner to one of the groups in Kaltura to import the recording.',
			retryable: false,
		});
	});

	test('a long list is cut with a count', () => {
		const groups = Array.from({ length: 30 }, (_, index) => `g${index}`);
		expect(outcome('in-opt-out-group', { owner: 'ann', groups }).message).toBe(
			'The owner ann is in the opt-out groups g0, g1, g2, g3, g4, g5, g6, g7, g8, 21 more.',
		);
	});

	test.each([
		[45, 'The recording is 45 seconds long, shorter than the minimum of 5 min.'],
		[90, 'The recording is 1.5 min long, shorter than the minimum of 5 min.'],
		[1, 'The recording is 1 second long, shorter than the minimum of 5 min.'],
	])('%d seconds are written as people say them', (seconds, message) => {
		expect(outcome('too-short', { seconds, minimumSeconds: 300 }).message).toBe(message);
	});

	test('every code has a known status, and everything that did not arrive says what to do next', () => {
		for (const [code, { status, nextStep }] of Object.entries(REASONS)) {
			expect([code, OUTCOME_STATUSES.includes(status)]).toEqual([code, true]);
			expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
			if (['failed', 'needs-attention', 'partial', 'waiting'].includes(status)) {
				expect([code, nextStep]).not.toEqual([code, '']);
			}
		}
	});

	test('waiting and partial are taken up again by themselves; a rule is not', () => {
		expect(outcome('files-processing', { files: 2 })).toMatchObject({ status: 'waiting', retryable: true });
		expect(outcome('some-files-failed', { failed: 1, total: 5 })).toMatchObject({ status: 'partial', retryable: true });
		expect(outcome('meetings-off', {})).toMatchObject({ status: 'skipped', retryable: false });
	});

	test.each([
		['zoom', true, 'zoom-unavailable'],
		['zoom', false, 'zoom-refused'],
		['kaltura', true, 'kaltura-unavailable'],
		['kaltura', false, 'kaltura-refused'],
		['input', false, 'settings-refused'],
	])("a failure of %s (retryable: %p) is %s, with the error's own sentences", (vendor, retryable, reason) => {
		expect(failedOutcome({ vendor, code: 'X', retryable, message: 'It broke.', remedy: 'Mend it.' })).toEqual({
			status: 'failed',
			reason,
			message: 'It broke.',
			nextStep: 'Mend it.',
			retryable,
		});
	});

	test('a size that does not match is no word against Zoom: it could answer', () => {
		const error = {
			vendor: 'transfer',
			code: 'size-mismatch',
			retryable: true,
			message: 'Other bytes.',
			remedy: 'Later.',
		};
		expect(failedOutcome(error)).toMatchObject({ reason: 'file-changes-in-zoom', retryable: true });
	});

	test('a daily limit is tried again another day', () => {
		const error = { vendor: 'zoom', code: 'DAILY_LIMIT', retryable: false, message: 'Used up.', remedy: 'Wait.' };
		expect(failedOutcome(error)).toMatchObject({ reason: 'zoom-daily-limit', retryable: true });
	});
});
