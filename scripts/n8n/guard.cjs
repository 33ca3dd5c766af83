// Loaded into n8n before its own code (node --require). File descriptor 3 is a pipe that nobody writes to: it closes when
// the process that started n8n ends in whatever way, and then n8n must not live on.
const { Socket } = require('node:net');

const lifeline = new Socket({ fd: 3, readable: true, writable: false });
lifeline.on('close', () => {
	process.kill(process.pid, 'SIGTERM');
	setTimeout(() => process.kill(-process.pid, 'SIGKILL'), 10_000).unref();
});
lifeline.on('error', () => {}); // 'close' follows
lifeline.resume();
lifeline.unref();
