/** Starts only the local Zoom: `node sandbox/zoom/main.mts --data demo --port 4010`. Prints one JSON line; ends on SIGTERM. */
import { parseArgs } from 'node:util';
import { startZoom } from './server.mts';

const { values } = parseArgs({
	options: {
		data: { type: 'string' },
		account: { type: 'string' },
		port: { type: 'string' },
		'cdn-port': { type: 'string' },
		state: { type: 'string' },
		mood: { type: 'string' },
		seed: { type: 'string' },
	},
});
const zoom = await startZoom({
	...(values.data === undefined ? {} : { data: values.data }),
	...(values.account === undefined ? {} : { account: Number(values.account) }),
	...(values.port === undefined ? {} : { port: Number(values.port) }),
	...(values['cdn-port'] === undefined ? {} : { cdnPort: Number(values['cdn-port']) }),
	...(values.mood === 'hostile' ? { mood: 'hostile' as const } : {}),
	...(values.seed === undefined ? {} : { seed: Number(values.seed) }),
	...(values.state === undefined ? {} : { state: values.state }),
});
const { close, ...addresses } = zoom;
console.log(JSON.stringify(addresses));
for (const signal of ['SIGINT', 'SIGTERM'] as const)
	process.once(signal, () => void close().then(() => process.exit()));
