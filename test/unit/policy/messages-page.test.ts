import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { messagesPage } from './messages-page';

test('docs/messages.md lists every message as the code has it (UPDATE_DOCS=1 writes it)', () => {
	const file = resolve('docs', 'messages.md');
	if (process.env.UPDATE_DOCS) writeFileSync(file, messagesPage());
	expect(readFileSync(file, 'utf8')).toBe(messagesPage());
});
