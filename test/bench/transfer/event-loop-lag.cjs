// Loaded into n8n with --require: measures how long the event loop keeps others waiting. SIGUSR2 writes what was measured
// since the last time to EVENT_LOOP_LAG_FILE, in milliseconds.
const { writeFileSync } = require('node:fs');
const { monitorEventLoopDelay } = require('node:perf_hooks');

const file = process.env.EVENT_LOOP_LAG_FILE;
if (file && process.argv.includes('start')) {
	const resolution = 10;
	const delay = monitorEventLoopDelay({ resolution });
	delay.enable();
	// The histogram counts the timer's own period too.
	const lag = (nanoseconds) => Math.max(0, nanoseconds / 1e6 - resolution);
	process.on('SIGUSR2', () => {
		const measured = { p50: lag(delay.percentile(50)), p99: lag(delay.percentile(99)), max: lag(delay.max) };
		delay.reset();
		writeFileSync(file, JSON.stringify(measured));
	});
}
