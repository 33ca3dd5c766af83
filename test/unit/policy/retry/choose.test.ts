import type { LedgerRow } from '../../../../lib/policy/ledger/rows';
import { meantRecordings, type Wish } from '../../../../lib/policy/retry/choose';

const row = (meetingUuid: string, topic: string, hostEmail = 'ann@example.edu') =>
	({ account: 'a', meetingUuid, topic, hostEmail }) as LedgerRow;
const ROWS = [row('aB==', 'Botany'), row('ab==', 'Chemistry', 'bo@example.edu'), row('gone==', 'Botany II')];
const DISMISSED = [{ account: 'a', meetingUuid: 'gone==', state: 'dismissed' as const }];

test.each<[string, Wish, string, string[]]>([
	['nothing named shows all that is not dismissed', 'Show', '', ['aB==', 'ab==']],
	['nothing named changes nothing', 'Retry', ' ', []],
	['all means all that is not dismissed: a decision is not undone by the way', 'Retry', 'all', ['aB==', 'ab==']],
	['a part of the topic brings nothing back that was dismissed', 'Retry', 'botany', ['aB==']],
	['its own UUID brings a dismissed recording back', 'Retry', 'gone==', ['gone==']],
	['UUIDs differ in case', 'Dismiss', 'ab==', ['ab==']],
	['a part of the host', 'Dismiss', 'BO@', ['ab==']],
	['no match', 'Retry', 'zoology', []],
])('%s', (_, wish, which, expected) => {
	expect(meantRecordings(ROWS, DISMISSED, wish, which).map(({ meetingUuid }) => meetingUuid)).toEqual(expected);
});
