/**
 * Accounts in which a new token ends the one before: whoever asks for one takes it from everybody else.
 */
import { ZoomUsersGroups } from '../../nodes/ZoomUsersGroups/ZoomUsersGroups.node';
import { N8nContext } from '../n8n-context';
import type { Sandbox } from '../sandbox';
import { startSandbox } from '../sandbox';

const node = new ZoomUsersGroups();
let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ data: 'directory' });
	await sandbox.control.zoom.settings({ token: { singleToken: true } });
});
afterAll(async () => await sandbox?.stop());

const EMAIL = 'basic.user@example.edu';
/** A context each has a credential of its own, as processes of n8n have that renew their tokens independently. */
async function look(n8n = new N8nContext(sandbox.credentials as never)): Promise<string> {
	const parameters = { resource: 'user', operation: 'get', user: { __rl: true, mode: 'email', value: EMAIL } };
	const [out] = await n8n.runNode(node, { parameters: parameters as never });
	return out![0]!.json.email as string;
}
const tokens = async () =>
	(await sandbox.control.zoom.requests()).filter(({ path }) => path.startsWith('/oauth/token')).length;

test('sixty executions that find no token, or an old one, share a new one; none of them fails', async () => {
	const sixty = Array.from({ length: 60 }, () => new N8nContext(sandbox.credentials as never));
	expect(await Promise.all(sixty.map(look))).toEqual(Array(60).fill(EMAIL));
	await sandbox.control.zoom.clock(3601);
	const before = await tokens();
	expect(await Promise.all(sixty.map(look))).toEqual(Array(60).fill(EMAIL));
	expect((await tokens()) - before).toBeLessThanOrEqual(3);
}, 120_000);

test('a token that somebody else’s ends in the middle is asked for once more', async () => {
	const ours = new N8nContext(sandbox.credentials as never);
	await look(ours);
	const { clientId, clientSecret, accountId, tokenUrl } = sandbox.credentials.zoomServerToServerOAuth2Api as any;
	let going = true;
	const others = (async () => {
		while (going) {
			await fetch(tokenUrl, {
				method: 'POST',
				headers: { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` },
				body: new URLSearchParams({ grant_type: 'account_credentials', account_id: accountId }),
			});
			await new Promise((done) => setTimeout(done, 400));
		}
	})();
	for (let n = 0; n < 10; n++) expect(await look(ours)).toBe(EMAIL);
	going = false;
	await others;
}, 120_000);
