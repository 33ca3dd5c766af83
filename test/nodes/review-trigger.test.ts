/** Review Trigger behind a real HTTP server in a real n8n-core WebhookContext. */
import { signedLink } from '../../lib/pipeline/access/review-links';
import { ReviewTrigger } from '../../nodes/ReviewTrigger/ReviewTrigger.node';
import { N8nContext } from '../n8n-context';

const SECRET = 'a secret that is long enough to sign links with';
const ANN = { account: 'acc', campaign: 'Autumn', reviewer: 'ann@example.edu' };
const node = new ReviewTrigger();
const linkOf = (expiresAt = Date.now() + 60_000, secret = SECRET) => signedLink(ANN, expiresAt, secret);

async function open(link: string | null, secret = SECRET) {
	const query = link === null ? '' : `?link=${encodeURIComponent(link)}`;
	const answer = await new N8nContext({ reviewLinksApi: { secret } }).callWebhook(node, { method: 'GET', query });
	expect(answer.error).toBeUndefined();
	return answer;
}

test('a genuine link starts the workflow with who it is for, and with neither link nor signature', async () => {
	const { status, items, logged } = await open(linkOf());
	expect([status, items, logged]).toEqual([200, [{ json: { ...ANN, answers: {} } }], []]);
});

test.each([
	['was cut', linkOf().slice(0, -2), SECRET, 403, /not one of ours, or was cut/, /wrong signature/],
	[
		'was signed with another secret',
		linkOf(undefined, 'x'.repeat(40)),
		SECRET,
		403,
		/not one of ours/,
		/replaced since/,
	],
	['has expired', linkOf(Date.now() - 5000), SECRET, 403, /has expired: the review is over/, /ann@example\.edu opened/],
	['meets an empty credential', linkOf(), '', 503, /not filled in/, /shorter than 32 characters/],
])(
	'who has a link that %s reads why on a page, and the log of n8n says it',
	async (_, link, secret, status, page, log) => {
		const answer = await open(link, secret);
		expect([answer.status, answer.items, answer.headers.get('content-type')]).toEqual([
			status,
			null,
			'text/html; charset=utf-8',
		]);
		expect(answer.text).toMatch(page);
		expect(answer.logged.join('\n')).toMatch(log);
		expect(answer.logged.join('\n')).not.toContain(link);
	},
);

test('scanners that know no link do not fill the log', async () => {
	const { status, logged } = await open(null);
	expect([status, logged]).toEqual([403, []]);
});

test('a workflow with a secret that is too short is not published', async () => {
	const n8n = new N8nContext({ reviewLinksApi: { secret: 'short' } });
	await expect(n8n.webhookMethod(node, 'checkExists')).rejects.toThrow('The Review Links credential cannot be used');
});
