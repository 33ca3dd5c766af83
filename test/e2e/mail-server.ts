import { createServer, type Server } from 'node:net';

/**
 * A server that takes mails as n8n's mail node sends them.
 * @param onMail gives `false` to refuse the mail
 */
export function mailServer(onMail: (mail: string) => unknown): Server {
	return createServer((socket) => {
		const say = (line: string) => socket.write(`${line}\r\n`);
		let pending = '';
		let mail: string | null = null;
		say('220 mail.example.edu');
		socket.setEncoding('utf8').on('data', (text: string) => {
			pending += text;
			for (let end = pending.indexOf('\r\n'); end >= 0; end = pending.indexOf('\r\n')) {
				const line = pending.slice(0, end);
				pending = pending.slice(end + 2);
				if (mail !== null && line === '.') {
					const taken = onMail(mail.replaceAll('=\n', '')) !== false; // long lines are broken there
					mail = null;
					say(taken ? '250 taken' : '550 not today');
				} else if (mail !== null) mail += `${line}\n`;
				else if (line === 'DATA') {
					mail = '';
					say('354 go on');
				} else if (line === 'QUIT') socket.end('221 bye\r\n');
				else say('250 fine');
			}
		});
	});
}
