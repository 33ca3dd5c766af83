/**
 * Plays the small day against a running sandbox:
 *
 *   node sandbox/day/play.mts --zoom http://127.0.0.1:4010/_sandbox [--webhook URL --secret TOKEN] [--pause-ms 2500]
 *     [--scene lecture]… [--default-user ID] [--json]
 *
 * Tells what happens; with --json it prints one line at the end instead: what must be in Kaltura now (expectedDay).
 */
import { parseArgs } from 'node:util';
import { expectedDay, playDay } from './day.mts';
import { SCENES } from './scenes.mts';

const { values } = parseArgs({
	options: {
		zoom: { type: 'string' },
		webhook: { type: 'string' },
		secret: { type: 'string' },
		'pause-ms': { type: 'string', default: '2500' },
		scene: { type: 'string', multiple: true },
		'default-user': { type: 'string', default: 'zoom.default' },
		json: { type: 'boolean', default: false },
	},
});

function fail(message: string): never {
	console.error(message);
	process.exit(2);
}
if (!values.zoom) fail('Name the Zoom to play in: --zoom http://127.0.0.1:…/_sandbox (printed by npm run sandbox).');
if (values.webhook && !values.secret)
	fail('--webhook needs --secret: the secret token of the zoomWebhookApi credential.');
if (!/^\d+$/.test(values['pause-ms'])) fail('--pause-ms must be a whole number of milliseconds.');
const scenes = values.scene?.map(
	(key) =>
		SCENES.find((scene) => scene.key === key) ??
		fail(`There is no scene "${key}"; there are ${SCENES.map((scene) => scene.key).join(', ')}.`),
);

const played = await playDay({
	zoomControl: values.zoom,
	...(values.webhook ? { subscribe: { url: values.webhook, secretToken: values.secret! } } : {}),
	pauseMs: Number(values['pause-ms']),
	...(scenes ? { scenes } : {}),
	...(values.json ? {} : { say: (sentence) => console.log(sentence) }),
});
if (values.json) console.log(JSON.stringify(expectedDay(played, { defaultUser: values['default-user'] })));
