import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { ZoomAlone } from './zoom-alone';

/**
 * Answers fit Zoom's published response schemas, walked by a tool outside the repository. The wire is known to differ in a
 * few places (docs/vendors/zoom.md#types-on-the-wire, #a-recording, #files-of-a-recording); nothing else may.
 */
const TOOL = resolve(__dirname, '../../../shared/tools/zoom-shapes.mjs');
const KNOWN = [
	/^\.(meetings\[\]\.)?type: integer instead of string$/,
	/^\.(meetings\[\]\.)?(timezone|share_url): not in the schema$/,
	/file_type: "TIMELINE" not in enum$/,
	/file_(type|extension): "JPG" not in enum$/,
];

if (!existsSync(TOOL))
	process.stdout.write('Skipped: the schema walker ../shared/tools/zoom-shapes.mjs is not here.\n');
const withTool = existsSync(TOOL) ? test : test.skip;

withTool.each(['demo', 'directory', 'users-1000', 'recordings-300'])(
	'answers of the data set %s fit the schemas',
	async (data) => {
		const zoom = await ZoomAlone.start('--data', data);
		try {
			const { apiBaseUrl, tokenUrl, credentials } = zoom.started;
			const { clientId, clientSecret, accountId } = credentials.zoomServerToServerOAuth2Api;
			const { stdout } = await promisify(execFile)(process.execPath, [
				TOOL,
				apiBaseUrl,
				tokenUrl,
				clientId,
				clientSecret,
				accountId,
			]);
			const differences = stdout
				.split('\n')
				.filter((line) => line.startsWith('    '))
				.map((line) => line.trim().replace(/ \(\d+\)$/, ''));
			expect(differences.filter((difference) => !KNOWN.some((known) => known.test(difference)))).toEqual([]);
			// It really looked at answers, not only at refusals.
			expect(stdout).toMatch(/GET \/users {2}answers 3 \{"200":3\}/);
			if (data === 'demo') expect(stdout).toMatch(/GET \/meetings\/\{meetingId\}\/recordings {2}answers 7 \{"200":7\}/);
		} finally {
			await zoom.stop();
		}
	},
);
